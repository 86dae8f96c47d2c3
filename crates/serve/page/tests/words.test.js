import { readFileSync, readdirSync } from "node:fs";
import { expect, test } from "vitest";
import en from "../src/lang/en.json";
import id from "../src/lang/id.json";
import { STATUSES, TYPES } from "../src/logic/filters.js";

const holes = (message) =>
  [...new Set(JSON.stringify(message).match(/\{\w+\}/g) ?? [])].sort().join(" ");

test("both languages have the same messages with the same holes", () => {
  expect(Object.keys(id)).toEqual(Object.keys(en));
  for (const key of Object.keys(en)) expect([key, holes(id[key])]).toEqual([key, holes(en[key])]);
});

test("every message that the page asks for is there", () => {
  const root = new URL("../src/", import.meta.url);
  const asked = readdirSync(root, { recursive: true })
    .filter((name) => /\.(svelte|js)$/.test(name))
    .flatMap((name) => [...readFileSync(new URL(name, root), "utf8").matchAll(/\bt\("([^"]+)"/g)])
    .map(([, key]) => key);
  expect(asked.length).toBeGreaterThan(80);
  expect(asked.filter((key) => !(key in en))).toEqual([]);
});

test("every type and status has a word and a meaning", () => {
  for (const word of Object.values(TYPES).flat()) {
    expect(en[`type.${word}`] && en[`meaning.${word}`], word).toBeTruthy();
  }
  for (const word of STATUSES) expect(en[`status.${word}`] && en[`meaning.${word}`], word).toBeTruthy();
});

test("no part of the page sets HTML or a style attribute from text", () => {
  const root = new URL("../src/", import.meta.url);
  for (const name of readdirSync(root, { recursive: true }).filter((n) => /\.(svelte|js)$/.test(n))) {
    const source = readFileSync(new URL(name, root), "utf8");
    expect([name, source.match(/\{@html|innerHTML|outerHTML|insertAdjacentHTML|\sstyle="|\beval\(/)]).toEqual([name, null]);
  }
});
