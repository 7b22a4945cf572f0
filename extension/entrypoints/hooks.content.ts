// Layer 2: what pages send by script. It knows nothing itself; it asks layer 1.

import { defineContentScript } from "wxt/utils/define-content-script";

export default defineContentScript({
	registration: "runtime",
	matches: [],
	allFrames: true,
	world: "MAIN",
	matchAboutBlank: true,
	matchOriginAsFallback: true,
	runAt: "document_start",
	noScriptStartedPostMessage: true,
	main() {
		return undefined;
	},
});
