// Takes the pictures of docs/page from a running server, over our own sample reports only.
//
//   node shots.mjs http://127.0.0.1:8484/ ../../../docs/page [NAME]
import { existsSync, mkdirSync } from "node:fs";
import { chromium } from "playwright-core";

const [base, folder] = process.argv.slice(2);
const get = async (path) => (await fetch(new URL(`api/v1/${path}`, base))).json();
const { episodes } = await get("episodes?limit=500");
const often = episodes.find((e) => e.disagreements.length) ?? episodes[0];
const { events } = await get("events?q=sherman&limit=1");
const [event] = events.length ? events : (await get("events?place=IDN&limit=1")).events;

const wide = { width: 1280, height: 860, scheme: "light", lang: "en" };
const phone = { width: 390, height: 844, scheme: "dark", lang: "id" };
const only = process.argv[4];
const PICTURES = [
  {
    name: "happened",
    address: "?from=2024-01-01&to=2024-01-10",
    ...wide,
    act: () => {
      document.querySelector(".filters details").removeAttribute("open");
      document.querySelector(".members").setAttribute("open", "");
    },
  },
  { name: "episode", address: `?view=episode&id=${often.id}`, ...wide },
  { name: "timeline", address: "?view=timeline", ...wide },
  { name: "dyads", address: "?view=dyads", ...wide, height: 1560 },
  { name: "map", address: "?view=map", ...wide, height: 1130, scheme: "dark" },
  { name: "quotations", address: "?view=quotations", ...wide, lang: "id" },
  {
    name: "article",
    address: `?view=article&id=${event.article.id}&event=${event.id}`,
    ...wide,
    act: () => document.querySelector(".opened .reasons").setAttribute("open", ""),
  },
  { name: "corrections", address: "?view=corrections", ...wide, scheme: "dark" },
  { name: "compare", address: "?view=compare", ...wide },
  { name: "about", address: "?view=about", ...wide, lang: "id" },
  { name: "phone-happened", address: "?", ...phone },
  { name: "phone-article", address: `?view=article&id=${event.article.id}&event=${event.id}`, ...phone },
];

mkdirSync(folder, { recursive: true });
const executablePath = [process.env.CHROMIUM, "/usr/bin/chromium"].find((path) => path && existsSync(path));
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
for (const { name, address, width, height, scheme, lang, act } of PICTURES.filter((p) => !only || p.name.endsWith(only))) {
  const page = await browser.newPage({
    viewport: { width, height },
    colorScheme: scheme,
    locale: lang,
    reducedMotion: "reduce",
  });
  await page.goto(new URL(`${address}&lang=${lang}`, base).href);
  await page.waitForLoadState("networkidle");
  if (act) await page.evaluate(act);
  // The engine reads the report anew to tell its reasons.
  if (name === "article") await page.waitForSelector(".opened .grounds");
  if (name === "happened") await page.waitForSelector(".members .mention");
  if (!name.includes("article")) await page.evaluate(() => window.scrollTo(0, 0));
  await page.screenshot({ path: `${folder}/${name}.png` });
  await page.close();
}
await browser.close();
