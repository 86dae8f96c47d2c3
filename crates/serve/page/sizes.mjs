// What the page weighs on its way: all of it, and what the first view needs.
import { readFileSync, readdirSync } from "node:fs";
import { gzipSync } from "node:zlib";

const MOST = 200_000;
const folder = new URL("../assets/", import.meta.url);
let all = 0;
for (const name of readdirSync(folder, { recursive: true }).sort()) {
  // Nobody's browser asks for the licences.
  if (!/\.\w+$/.test(name) || name === "licences.txt") continue;
  const size = gzipSync(readFileSync(new URL(name, folder)), { level: 9 }).length;
  all += size;
  console.log(`${String(size).padStart(8)}  ${name}`);
}
console.log(`${String(all).padStart(8)}  all, gzip -9 (at most ${MOST})`);
if (all > MOST) process.exit(1);
