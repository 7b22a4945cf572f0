// Layer 1: stands at the page's doors from its first moment, before any script of the page's. Registered for the hosts
// that are set (src/background/content_scripts.ts). No content script of WXT's: its context, which nothing here needs,
// would be made in every frame of every page.

import { defineUnlistedScript } from "wxt/utils/define-unlisted-script";
import { isAttended } from "../src/gate/frames.ts";
import { beginsHere } from "../src/gate/guarding_here.ts";
import { Outpost } from "../src/gate/outpost.ts";
import { partOfPage } from "../src/gate/part_of_page.ts";
import { showRefusal } from "../src/gate/refusal.ts";
import { type Rest, restByBackground } from "../src/gate/rest_by_background.ts";

/** Chromium takes a content script's own address for where it begins; Firefox the page's. */
const BY_ADDRESS = [
	() => import("/parts/gate.js"),
	() => import("/parts/gate.js?2"),
	() => import("/parts/gate.js?3"),
	() => import("/parts/gate.js?4"),
];
export default defineUnlistedScript(() => {
	if (!beginsHere() || isAttended(window)) return;
	const gate = import.meta.env.FIREFOX ? restByBackground() : partOfPage<Rest>(...BY_ADDRESS);
	new Outpost(window, { load: () => gate.load(), refuse: showRefusal });
});
