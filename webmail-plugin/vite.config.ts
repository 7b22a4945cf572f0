// The page's bundle for Roundcube: one plain script and one style sheet. The scanner's worker has a config of its own.

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
