// What every page of Roundcube's loads: one plain script and one style sheet. What it loads when there is something to
// do has a config of its own.

import { defineConfig } from "vite";

export default defineConfig({
	build: {
		target: ["chrome109", "firefox115"],
		outDir: "roundcube/dist",
		emptyOutDir: true,
		lib: {
			entry: "src/roundcube-entry.ts",
			formats: ["iife"],
			name: "congvu",
			fileName: () => "congvu.js",
			cssFileName: "congvu",
		},
	},
});
