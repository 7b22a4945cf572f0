// libarchive in one .js file, for the plugin and for the extension.

import type { Plugin } from "vite";

const LIBARCHIVE = /libarchive\.js\/src\/webworker\/wasm-gen\/libarchive\.js$/u;

/** libarchive gets its wasm from our code; where it would look for the file, and how it would run in node, is left out
 *  (a .wasm and an empty module would be shipped for it). */
export const withoutFiles: Plugin = {
	name: "libarchive-without-files",
	transform(code, id) {
		if (!LIBARCHIVE.test(id)) return null;
		return code
			.replace(/new URL\("libarchive\.wasm", import\.meta\.url\)\.href/u, '""')
			.replace('await import("module")', "{}")
			.replaceAll("import.meta.url", '""');
	},
};
