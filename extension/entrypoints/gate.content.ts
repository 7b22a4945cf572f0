// Layer 1: stands at the page's doors from its first moment, before any script of the page's.

import { defineContentScript } from "wxt/utils/define-content-script";
import { isAttended } from "../src/gate/frames.ts";
import { Gate } from "../src/gate/gate.ts";

export default defineContentScript({
	registration: "runtime",
	matches: [],
	allFrames: true,
	matchAboutBlank: true,
	matchOriginAsFallback: true,
	runAt: "document_start",
	noScriptStartedPostMessage: true,
	main() {
		if (!isAttended(window)) new Gate(window);
	},
});
