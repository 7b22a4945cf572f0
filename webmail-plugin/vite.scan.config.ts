// The scanner's worker, and beside it the readers it loads when a file needs them: all of them plain .js, for newer
// Roundcube serves neither .wasm nor .mjs nor .gz.

import { defineConfig } from "vite";

export default defineConfig({
	root: import.meta.dirname,
	publicDir: false,
	build: {
		target: ["chrome109", "firefox115"],
		outDir: "roundcube/dist",
		emptyOutDir: false, // the page's bundle is built beside it
		modulePreload: false,
		chunkSizeWarningLimit: 2000, // kB: pdf.js
		rolldownOptions: {
			input: "src/scan/worker.ts",
			output: {
				format: "es",
				entryFileNames: "congvu-scanner.js",
				chunkFileNames: "congvu-[name]-[hash].js", // the hash lets browsers keep them
			},
		},
	},
});
