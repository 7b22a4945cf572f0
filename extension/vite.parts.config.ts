// What pages load when there is something to do: the parts of the content script, as modules of their own beside it,
// and the scanner's worker with the readers it loads when a file needs them. WXT bundles each entry point into one
// script; these stay apart so that a page without a letter carries none of them.

import { defineConfig } from "vite";
import { withoutFiles } from "../webmail-plugin/vite.libarchive.ts";

/** By --mode firefox the scanner alone: no page loads the others there (wxt.config.ts). */
const ofPages = {
	gate: "parts/gate.ts",
	compose: "parts/compose.ts",
	rules: "parts/rules.ts",
	panel: "parts/panel.ts",
};

export default defineConfig(({ mode }) => ({
	plugins: [withoutFiles],
	root: import.meta.dirname,
	base: "./",
	publicDir: "public",
	worker: {
		format: "es",
		rolldownOptions: {
			output: { entryFileNames: "parts/letters-[hash].js", chunkFileNames: "parts/[name]-[hash].js" },
		},
	},
	build: {
		target: ["chrome120", "firefox140"],
		outDir: "built",
		emptyOutDir: true,
		modulePreload: false,
		chunkSizeWarningLimit: 2000, // kB: pdf.js
		rolldownOptions: {
			external: /^\/parts\//u, // loaded by these addresses, when they are needed
			input: {
				...(mode === "firefox" ? {} : ofPages),
				scanner: "../webmail-plugin/src/scan/worker.ts",
			},
			preserveEntrySignatures: "exports-only",
			treeshake: { moduleSideEffects: [{ test: /src\/core\//u, sideEffects: false }] }, // the core is pure
			output: {
				format: "es",
				entryFileNames: "parts/[name].js",
				chunkFileNames: "parts/[name]-[hash].js",
			},
		},
	},
}));
