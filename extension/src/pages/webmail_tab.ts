// The way from a notice or a list to the webmail: the tab that shows it already, or a new one.

import { browser } from "wxt/browser";
import { browserPatterns, startPage } from "../settings/hosts.ts";

/** False where no webmail is known. */
export async function openWebmail(hosts: readonly string[]): Promise<boolean> {
	if (hosts.length === 0) return false;
	const [open] = await browser.tabs.query({ url: browserPatterns(hosts) });
	if (open?.id !== undefined) {
		await browser.tabs.update(open.id, { active: true });
		await browser.windows.update(open.windowId, { focused: true });
		return true;
	}
	const url = startPage(hosts);
	if (url !== null) await browser.tabs.create({ url });
	return url !== null;
}
