// What the browsers are told. Which webmails the extension may work in is the province's to say: put into the package
// (host_permissions), or allowed by the official on the options page.

import { fileURLToPath } from "node:url";
import { defineConfig } from "wxt";

/** Firefox takes what a content script imports to be the page's: there the parts are one script, which the background
 *  puts into the page, and no page loads any (src/gate/rest_by_background.ts). */
const partsWithin = {
	name: "congvu-parts-within",
	enforce: "pre" as const,
	resolveId(address: string) {
		const part = /^\/parts\/(\w+)\.js/u.exec(address)?.[1];
		return part === undefined ? null : fileURLToPath(new URL(`parts/${part}.ts`, import.meta.url));
	},
};

export default defineConfig({
	imports: false,
	srcDir: ".",
	entrypointsDir: "entrypoints",
	publicDir: "built", // vite.parts.config.ts
	outDir: "dist",
	outDirTemplate: "{{browser}}",
	vite: ({ browser }) =>
		browser === "firefox" ? { plugins: [partsWithin] } : { build: { rolldownOptions: { external: /^\/parts\//u } } }, // modules of vite.parts.config.ts
	manifestVersion: 3,
	manifest: ({ browser }) => ({
		name: "__MSG_name__",
		description: "__MSG_description__",
		default_locale: "vi",
		minimum_chrome_version: "120",
		permissions: ["activeTab", "alarms", "identity", "notifications", "scripting", "storage"],
		optional_host_permissions: ["https://*/*", "http://*/*"],
		content_security_policy: { extension_pages: "script-src 'self' 'wasm-unsafe-eval'; object-src 'self'" },
		web_accessible_resources: [
			{
				resources: browser === "firefox" ? ["scanner.html"] : ["scanner.html", "parts/*"],
				matches: ["https://*/*", "http://*/*"],
			},
		],
		...(browser === "firefox"
			? {
					browser_specific_settings: {
						gecko: {
							id: "thu-cong-vu@congvu.invalid",
							strict_min_version: "140.0",
							data_collection_permissions: { required: ["none"] },
						},
						gecko_android: { strict_min_version: "142.0" }, // knows the line above from then on
					},
				}
			: { storage: { managed_schema: "managed_schema.json" } }),
	}),
});
