// The way from a notice or a list to the webmail: the tab that shows it already, or a new one; at the letter, where the
// webmail can be asked for it.

import { type Browser, browser } from "wxt/browser";
import { GuardingRecord } from "../presence/guarding.ts";
import { browserPatterns, startPage } from "../settings/hosts.ts";
import { lasting, passing } from "../shelf.ts";
import { letterAddress } from "./letter_address.ts";

/** @param messageId without <>; "" for no letter in particular
 *  @returns false where no webmail is known */
export async function openWebmail(hosts: readonly string[], messageId = ""): Promise<boolean> {
	const tab = hosts.length === 0 ? null : ((await shown(hosts)) ?? (await opened(hosts)));
	if (tab?.id === undefined) return false;
	if (messageId !== "") await leadToLetter(tab.id, messageId).catch(() => undefined); // the webmail itself, then
	return true;
}

async function shown(hosts: readonly string[]): Promise<Browser.tabs.Tab | null> {
	const [tab] = await browser.tabs.query({ url: browserPatterns(hosts) });
	if (tab?.id === undefined) return null;
	await browser.tabs.update(tab.id, { active: true });
	await browser.windows.update(tab.windowId, { focused: true });
	return tab;
}

async function opened(hosts: readonly string[]): Promise<Browser.tabs.Tab | null> {
	const url = startPage(hosts);
	return url === null ? null : await browser.tabs.create({ url });
}

/** Only in a webmail that said it is one that can be asked. */
async function leadToLetter(tab: number, messageId: string): Promise<void> {
	const standing = await new GuardingRecord(lasting(), passing()).ofTab(tab);
	if (standing?.host !== "roundcube" && standing?.guard !== "plugin") return; // the plugin is Roundcube's
	const address = await letterAddress(tab, messageId);
	const { url } = await browser.tabs.get(tab);
	if (address !== null && url !== undefined) await browser.tabs.update(tab, { url: new URL(address, url).href });
}
