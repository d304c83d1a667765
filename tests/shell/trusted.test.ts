import { expect, test } from "vitest";
import { harmlessHtml, ownScript } from "../../src/shell/trusted.ts";

test.each([
  "plain",
  "a &lt;b&gt; c",
  '<div class="ht_master handsontable"><span data-ref="x">y</span></div>',
  "<div>x</div><br>",
])("%s is built as it is", (text) => {
  expect(harmlessHtml(text)).toBe(text);
});

test.each([
  '<img src=x onerror="hacked=1">',
  "<div onclick=x>y</div>",
  '<div class="a" onclick="x">',
  "<script>x</script>",
  "<div><a href=javascript:x>y</a></div>",
  "<svg/onload=x>",
  "a < b",
  "<",
  '<div class="',
])("%s is shown as text", (text) => {
  expect(harmlessHtml(text)).not.toContain("<");
});

test("a script is the page's own or none", () => {
  const page = "https://host/some/where/?x#y";
  for (const address of ["./sw.js", "assets/a.js", "https://host/some/where/assets/a.js"])
    expect(ownScript(address, page)).toBe(address);
  for (const address of [
    "https://elsewhere/some/where/a.js",
    "//elsewhere/a.js",
    "../a.js",
    "/a.js",
    "data:text/javascript,x",
    "blob:https://host/1",
  ])
    expect(() => ownScript(address, page)).toThrow(TypeError);
});
