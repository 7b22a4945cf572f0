import { defineConfig } from "vitest/config";

export default defineConfig({
	test: {
		environment: "node", // a test of the page asks for happy-dom in its first line
		include: [
			"webmail-plugin/src/**/*.test.ts",
			"extension/src/**/*.test.ts",
			"backend/web/dashboard/src/**/*.test.ts",
		],
		passWithNoTests: false,
		testTimeout: 60_000, // a hang, not slowness: real files are drawn and read on busy machines
	},
});
