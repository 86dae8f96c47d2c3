// Puts the licences of everything that was bundled beside the bundle, as they ask for.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** A Vite plugin that writes `licences.txt`. */
export function licences() {
  return {
    name: "licences",
    apply: "build",
    generateBundle(_, bundle) {
      const folders = new Set(["node_modules/world-atlas"]);
      for (const chunk of Object.values(bundle)) {
        for (const module of chunk.moduleIds ?? []) {
          const folder = module.match(/node_modules\/(?:@[^/]+\/)?[^/]+/);
          if (folder) folders.add(folder[0]);
        }
      }
      this.emitFile({ type: "asset", fileName: "licences.txt", source: told([...folders].sort()) });
    },
  };
}

/** Packages by the text of their licence, since many share one but for its first line. */
function told(folders) {
  const texts = new Map();
  for (const folder of folders) {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const file = readdirSync(folder).find((f) => /^licen[cs]e/i.test(f));
    const text = file && existsSync(join(folder, file)) ? readFileSync(join(folder, file), "utf8").trim() : license;
    texts.set(text, [...(texts.get(text) ?? []), `${name} ${version}`]);
  }
  return [...texts].map(([text, names]) => `${names.join(", ")}\n\n${text}\n`).join(`\n${"-".repeat(72)}\n\n`);
}
