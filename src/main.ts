import "./shell/theme.css";
import { trustOurselves } from "./shell/trusted.ts";

/*
 * The first chunk: colours, and a call for the rest. The page's frame stands in index.html, so that something is
 * painted before the engine, the store and the sheet arrive.
 */
trustOurselves();
const target = document.querySelector("#app");
if (target !== null) {
  import("./start.ts")
    .then(({ start }) => start(target))
    .catch(() => {
      const line = document.createElement("p");
      line.setAttribute("role", "alert");
      line.textContent =
        "Backcast could not be loaded. Check the connection and reload the page; nothing saved is lost.";
      target.replaceChildren(line);
    });
}
