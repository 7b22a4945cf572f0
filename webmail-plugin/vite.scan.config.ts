// The scanner's worker as one plain .js file: newer Roundcube serves neither .wasm nor .mjs nor .gz.

import { defineConfig } from "vite";

export default defineConfig({
	build: {
		target: ["chrome109", "firefox115"],
		outDir: "roundcube/dist",
		emptyOutDir: false, // the page's bundle is built beside it
		lib: { entry: "src/scan/worker.ts", formats: ["es"], fileName: () => "congvu-scanner.js" },
		rolldownOptions: { output: { codeSplitting: false } },
	},
});
