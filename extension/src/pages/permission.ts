// Whether the browser lets the extension into the webmails it is to guard; only a click of the official's may ask.

import { browser } from "wxt/browser";
import { browserPatterns } from "../settings/hosts.ts";

export async function isAllowed(host: string): Promise<boolean> {
	return await browser.permissions.contains({ origins: browserPatterns([host]) });
}

export async function notAllowed(hosts: readonly string[]): Promise<readonly string[]> {
	const allowed = await Promise.all(hosts.map(isAllowed));
	return hosts.filter((_, at) => allowed[at] === false);
}

/** In a click's handler only, before anything is waited for. */
export function requestHosts(hosts: readonly string[]): Promise<boolean> {
	return browser.permissions.request({ origins: browserPatterns(hosts) });
}

/** What people call a pattern. */
export function hostName(pattern: string): string {
	return pattern.replace(/^https?:\/\//u, "").replace(/\/\*?$/u, "");
}
