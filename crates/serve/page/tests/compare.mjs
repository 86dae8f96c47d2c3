// Looks at two codings of the examples that differ: a pattern says another mode in the second, and
// one that knew "violating the truce" no longer does (`cargo xtask page` makes the store).
//
//   node tests/compare.mjs http://127.0.0.1:8484/
//
// Exit code: 0 as it should be, 1 faults (each told), 2 no browser.
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";
import { faults } from "./faults.mjs";

const base = process.argv[2] ?? "http://127.0.0.1:8484/";
const BROWSERS = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const executablePath = BROWSERS.find((path) => path && existsSync(path));
if (!executablePath) {
  console.error("no Chromium on this machine; nothing was checked");
  process.exit(2);
}
const { codings } = await (await fetch(new URL("api/v1/codings", base))).json();
const [past, live] = codings.map((c) => String(c.id));
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
const found = [];

/** Looks at the view at an address, and tells what it does not show. */
async function look(options, { gone, came, left, right }) {
  const page = await browser.newPage({ locale: "en", reducedMotion: "reduce" });
  await page.addInitScript(axe);
  const faulty = await faults(page, base);
  await page.goto(new URL(`?view=compare&lang=en${options}`, base).href);
  await page.waitForSelector(".compared");
  const shown = await page.evaluate(() => ({
    reports: document.querySelectorAll(".compared").length,
    gone: document.querySelectorAll(".side.gone .mention").length,
    came: document.querySelectorAll(".side.came .mention").length,
    left: document.querySelector(".side.changed del")?.textContent,
    right: document.querySelector(".side.changed ins")?.textContent,
    sides: [...document.querySelectorAll(".fields select")].map((s) => s.value).join(" "),
  }));
  for (const [what, value] of Object.entries({ reports: 1, gone, came, left, right })) {
    if (shown[what] !== value) found.push(`compare${options}: ${what} is ${shown[what]}, not ${value}`);
  }
  found.push(...(await faulty()).map((p) => `compare${options}: ${p}`));
  await page.close();
  return shown.sides;
}

// Where nothing is chosen, the coding before the live one stands beside it.
const sides = await look("", { gone: 1, came: 0, left: "from the air", right: "firearms" });
if (sides !== `${past} ${live}`) found.push(`compare: the sides are ${sides}`);
await look(`&left=${live}&right=${past}`, { gone: 0, came: 1, left: "firearms", right: "from the air" });
await browser.close();
console.log(found.length ? found.join("\n") : "two codings are compared as they differ");
process.exit(found.length ? 1 : 0);
