// The dashboard's script: one module beside our pages' style sheet, served as they are.

import { defineConfig } from "vite";

export default defineConfig({
	root: import.meta.dirname,
	publicDir: false,
	build: {
		target: ["chrome109", "firefox115"],
		outDir: "../static",
		emptyOutDir: false, // the style sheets are there
		modulePreload: false,
		rolldownOptions: {
			input: "src/entry.ts",
			output: { format: "es", entryFileNames: "dashboard.js", codeSplitting: false },
		},
	},
});
