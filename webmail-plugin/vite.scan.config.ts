// What is loaded when there is something to do: the parts of the page, the scanner's worker, and beside it the readers
// it loads when a file needs them. All of them plain .js, for newer Roundcube serves neither .wasm nor .mjs nor .gz.

import { defineConfig, type Plugin } from "vite";

const LIBARCHIVE = /libarchive\.js\/src\/webworker\/wasm-gen\/libarchive\.js$/u;

/** What page and worker both run; signatures are checked and recipients compared by the page alone. */
const SHARED =
	/@noble\/hashes\/|src\/scan\/protocol|src\/core\/(?!bundle|calendar_file|citations|index|invitation|issuing|jws|overlay|recipients|register_file|report)/u;

/** libarchive gets its wasm from our code; where it would look for the file, and how it would run in node, is left out
 *  (a .wasm and an empty module would be shipped for it). */
const withoutFiles: Plugin = {
	name: "libarchive-without-files",
	transform(code, id) {
		if (!LIBARCHIVE.test(id)) return null;
		return code
			.replace(/new URL\("libarchive\.wasm", import\.meta\.url\)\.href/u, '""')
			.replace('await import("module")', "{}")
			.replaceAll("import.meta.url", '""');
	},
};

export default defineConfig({
	plugins: [withoutFiles],
	root: import.meta.dirname,
	publicDir: false,
	build: {
		target: ["chrome109", "firefox115"],
		outDir: "roundcube/dist",
		emptyOutDir: false, // the page's bundle is built beside it
		modulePreload: false,
		chunkSizeWarningLimit: 2000, // kB: pdf.js
		rolldownOptions: {
			input: {
				"congvu-compose": "src/roundcube_compose.ts",
				"congvu-times": "src/roundcube_times.ts",
				"congvu-letter": "src/roundcube_letter.ts",
				"congvu-list": "src/roundcube_list.ts",
				"congvu-reports": "src/roundcube_reports.ts",
				"congvu-scanner": "src/scan/worker.ts",
			},
			preserveEntrySignatures: "exports-only",
			treeshake: { moduleSideEffects: [{ test: /src\/core\//u, sideEffects: false }] }, // the core is pure
			output: {
				format: "es",
				entryFileNames: "[name].js",
				chunkFileNames: "congvu-[name]-[hash].js", // the hash lets browsers keep them
				codeSplitting: { groups: [{ name: "core", test: SHARED }] },
			},
		},
	},
});
