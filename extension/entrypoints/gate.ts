// Layer 1: stands at the page's doors from its first moment, before any script of the page's. Registered for the hosts
// that are set (src/background/content_scripts.ts). No content script of WXT's: its context, which nothing here needs,
// would be made in every frame of every page.

import { defineUnlistedScript } from "wxt/utils/define-unlisted-script";
import { isAttended } from "../src/gate/frames.ts";
import { Gate } from "../src/gate/gate.ts";

export default defineUnlistedScript(() => {
	if (!isAttended(window)) new Gate(window);
});
