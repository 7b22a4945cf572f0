// The first run opens the welcome page; an update does not.

import { browser } from "wxt/browser";

export function welcomeOnce(): void {
	browser.runtime.onInstalled.addListener(({ reason }) => {
		if (reason === "install") void browser.tabs.create({ url: "/welcome.html" });
	});
}
