// What is loaded when there is something to do: the parts of the page, the scanner's worker, and beside it the readers
// it loads when a file needs them. All of them plain .js, for newer Roundcube serves neither .wasm nor .mjs nor .gz.

import { defineConfig } from "vite";
import { withoutFiles } from "./vite.libarchive.ts";

export default defineConfig({
	plugins: [withoutFiles],
	root: import.meta.dirname,
	base: "./", // beside the script that asks, wherever the webmail has its plugins
	publicDir: false,
	worker: {
		format: "es",
		rolldownOptions: {
			output: { entryFileNames: "congvu-letters-[hash].js", chunkFileNames: "congvu-[name]-[hash].js" },
		},
	},
	build: {
		target: ["chrome109", "firefox115"],
		outDir: "roundcube/dist",
		emptyOutDir: false, // the page's bundle is built beside it
		modulePreload: false,
		chunkSizeWarningLimit: 2000, // kB: pdf.js
		rolldownOptions: {
			input: {
				"congvu-compose": "src/roundcube_compose.ts",
				"congvu-rules": "src/roundcube_rules.ts",
				"congvu-panel": "src/roundcube_panel.ts",
				"congvu-issue": "src/roundcube_issue.ts",
				"congvu-times": "src/roundcube_times.ts",
				"congvu-letter": "src/roundcube_letter.ts",
				"congvu-list": "src/roundcube_list.ts",
				"congvu-due": "src/roundcube_due.ts",
				"congvu-issued": "src/roundcube_issued.ts",
				"congvu-practice": "src/roundcube_practice.ts",
				"congvu-reports": "src/roundcube_reports.ts",
				"congvu-scanner": "src/scan/worker.ts",
			},
			preserveEntrySignatures: "exports-only",
			treeshake: { moduleSideEffects: [{ test: /src\/core\//u, sideEffects: false }] }, // the core is pure
			output: {
				format: "es",
				entryFileNames: "[name].js",
				chunkFileNames: "congvu-[name]-[hash].js", // the hash lets browsers keep them
			},
		},
	},
});
