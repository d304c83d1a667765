document.querySelector("#app")?.append("Backcast");
