// Looks at every view of a running server with a real browser.
//
//   node tests/browser.mjs http://127.0.0.1:8484/ [--shots DIR] [--only VIEW] [--hostile] [--quick] [--token T]
//
// Checked in each view, both languages, wide and narrow, light and dark: nothing breaks the
// content security policy, nothing is asked of another host, nothing fails in the console, axe
// finds nothing, the page is not wider than the window, and no report has run anything.
// With `--token` a verdict is given and must be kept; without, it must be refused in words.
// `--hostile` fails unless the reports of hostile.jsonl are in the store. Exit code: 0 clean,
// 1 faults (each told), 2 no browser or no server, with the reason.
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { parseArgs } from "node:util";
import { chromium } from "playwright-core";
import { faults, told } from "./faults.mjs";
import { reach } from "./reach.mjs";
import { judge, read, walk } from "./walk.mjs";

const { values: args, positionals } = parseArgs({
  allowPositionals: true,
  options: { shots: { type: "string" }, only: { type: "string" }, hostile: { type: "boolean" }, quick: { type: "boolean" }, token: { type: "string" } },
});
const base = positionals[0] ?? "http://127.0.0.1:8484/";
const BROWSERS = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const LOOKS = [
  { name: "wide-light-id", width: 1280, height: 900, scheme: "light", lang: "id" },
  { name: "wide-dark-en", width: 1280, height: 900, scheme: "dark", lang: "en" },
  { name: "narrow-light-en", width: 390, height: 844, scheme: "light", lang: "en" },
  { name: "narrow-dark-id", width: 390, height: 844, scheme: "dark", lang: "id" },
];

const executablePath = BROWSERS.find((path) => path && existsSync(path));
if (!executablePath) {
  console.error("no Chromium on this machine (looked at $CHROMIUM and /usr/bin); nothing was checked");
  process.exit(2);
}
const views = await reach(base, args.hostile).catch((error) => {
  console.error(`${base}: ${error.message}`);
  process.exit(2);
});
if (args.shots) mkdirSync(args.shots, { recursive: true });

const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
const found = [];
let visits = 0;
// What the four looks share is the page's; light and dark, wide and narrow, both languages are
// each in two of them, so that the first and the last have everything once.
const looks = args.quick ? [LOOKS[0], LOOKS.at(-1)] : LOOKS;
for (const look of looks) {
  const context = await browser.newContext({
    viewport: { width: look.width, height: look.height },
    colorScheme: look.scheme,
    reducedMotion: "reduce",
    locale: look.lang,
  });
  // Scripts put in this way are the browser's, not the page's, so the policy stays as it is.
  await context.addInitScript(axe);
  for (const view of views) {
    if (args.only && !view.name.startsWith(args.only)) continue;
    const page = await context.newPage();
    const faulty = await faults(page, base);
    await page.goto(new URL(view.address + (view.address.includes("?") ? "&" : "?") + `lang=${look.lang}`, base).href);
    await page.waitForLoadState("networkidle");
    const problems = await faulty();
    found.push(...problems.map((p) => `${view.name} ${look.name}: ${p}`));
    if (args.shots) await page.screenshot({ path: `${args.shots}/${view.name}.${look.name}.png`, fullPage: true });
    await page.close();
    visits += 1;
  }
  await context.close();
}
if (!args.only) found.push(...(await walk(browser, base)), ...(await read(browser, base)), ...(await judge(browser, base, args.token)));
await browser.close();
console.log(told(visits, views.length, found));
process.exit(found.length ? 1 : 0);
