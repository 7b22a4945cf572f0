// Layer 2: what pages send by script, in the page's own world. It knows nothing itself; it holds what a request carries
// and asks layer 1. A safety net against accident: a page that means to get round it can, and what it cannot hold is
// listed in docs/threat-model.md. Any page that has an agency's mail is trusted with that mail anyway.

import { defineContentScript } from "wxt/utils/define-content-script";
import { layLine } from "../src/channel.ts";
import { guardPage } from "../src/hooks/page.ts";

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
		guardPage(window, layLine(window));
	},
});
