// The rest of layer 1, put into a frame whose content script asks for it (src/gate/rest_by_background.ts).

import { browser } from "wxt/browser";
import { REST } from "../gate/rest_by_background.ts";
import type { Sender } from "../messages.ts";

/** @param failures how often it failed before: Firefox remembers of an address that it did
 *  @throws where it cannot be put: the frame is gone, or its page is none that the extension is let into any more. */
export async function bringRest({ tab, frameId }: Sender, failures: number): Promise<void> {
	if (tab?.id === undefined || frameId === undefined) throw new TypeError("no content script asks");
	const target = { tabId: tab.id, frameIds: [frameId] };
	const files = [failures > 0 ? `${REST}?${failures}` : REST];
	const [brought] = await browser.scripting.executeScript({ target, files, injectImmediately: true });
	if (brought === undefined || "error" in brought) throw new Error("it could not be put into the page");
}
