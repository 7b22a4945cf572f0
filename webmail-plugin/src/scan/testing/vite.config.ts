// The bare page of tests and benchmarks, with a worker of plain pdf.js beside it for the peer.

import { defineConfig } from "vite";

export default defineConfig({
	root: import.meta.dirname,
	publicDir: false,
	logLevel: "warn",
	build: {
		target: ["chrome109", "firefox115"],
		modulePreload: false,
		emptyOutDir: false,
		chunkSizeWarningLimit: 2000,
		rolldownOptions: {
			input: { page: "page.ts", peer: "peer.ts" },
			output: { format: "es", entryFileNames: "[name].js" },
		},
	},
});
