// Layer 1: stands at the page's doors from its first moment, before any script of the page's. Registered for the hosts
// that are set (src/background/content_scripts.ts). No content script of WXT's: its context, which nothing here needs,
// would be made in every frame of every page.

import { defineUnlistedScript } from "wxt/utils/define-unlisted-script";
import { extensionApi } from "../src/extension_api.ts";
import { isAttended } from "../src/gate/frames.ts";
import { beginsHere } from "../src/gate/guarding_here.ts";
import { Outpost } from "../src/gate/outpost.ts";
import { partOfPage } from "../src/gate/part_of_page.ts";
import { showRefusal } from "../src/gate/refusal.ts";

/** Chromium takes a content script's own address for where it begins. */
const BY_ADDRESS = [
	() => import("/parts/gate.js"),
	() => import("/parts/gate.js?2"),
	() => import("/parts/gate.js?3"),
	() => import("/parts/gate.js?4"),
];
/** Firefox begins at the page's, which has no part of ours: there the browser is asked. */
function byApi() {
	const load = (mark: string) => import(/* @vite-ignore */ extensionApi().runtime.getURL("/parts/gate.js") + mark);
	return ["", "?2", "?3", "?4"].map((mark) => () => load(mark));
}

export default defineUnlistedScript(() => {
	if (!beginsHere() || isAttended(window)) return;
	const gate = partOfPage<typeof import("../parts/gate.ts")>(...(import.meta.env.FIREFOX ? byApi() : BY_ADDRESS));
	new Outpost(window, { load: () => gate.load(), refuse: showRefusal });
});
