import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";
import { licences } from "./licences.mjs";

export default defineConfig({
  plugins: [svelte(), licences()],
  // `risalah serve` may stand behind a proxy that gives it a folder.
  base: "./",
  build: {
    outDir: "../assets",
    emptyOutDir: true,
    assetsDir: "a",
    // A data: address would need more than `default-src 'self'`.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: "es2022",
  },
  server: { proxy: { "/api": "http://127.0.0.1:8485" } },
  test: { include: ["tests/*.test.js"] },
});
