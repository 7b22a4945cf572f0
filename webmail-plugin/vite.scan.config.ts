// The scanner's worker as one plain .js file: newer Roundcube serves neither .wasm nor .mjs nor .gz.

import { defineConfig } from "vite";

export default defineConfig({
	root: import.meta.dirname,
	publicDir: false,
	build: {
		target: ["chrome109", "firefox115"],
		outDir: "roundcube/dist",
		emptyOutDir: false, // the page's bundle is built beside it
		modulePreload: false,
		chunkSizeWarningLimit: 2000, // kB: pdf.js; cached by the browser, and never waited for on the page
		rolldownOptions: {
			input: "src/scan/worker.ts",
			output: { format: "es", codeSplitting: false, entryFileNames: "congvu-scanner.js" },
		},
	},
});
