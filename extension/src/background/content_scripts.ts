// The guard's two scripts, registered for every webmail that is listed and that the browser lets the extension into.

import { type Browser, browser } from "wxt/browser";
import { browserPatterns } from "../settings/hosts.ts";

type Script = Browser.scripting.RegisteredContentScript;

export const SCRIPTS = [
	{ id: "gate", js: ["gate.js"], world: "ISOLATED" },
	{ id: "hooks", js: ["content-scripts/hooks.js"], world: "MAIN" },
] as const;

let turn: Promise<unknown> = Promise.resolve();

/** Registers anew what is to be guarded now; pages that are open keep what they have (open_pages.ts).
 *  @param hosts match patterns
 *  @returns those that the browser lets the extension into */
export function registerScripts(hosts: readonly string[]): Promise<readonly string[]> {
	const registered = turn.catch(() => undefined).then(() => register(hosts));
	turn = registered;
	return registered;
}

async function register(hosts: readonly string[]): Promise<readonly string[]> {
	const matches = await allowed(hosts);
	const known = new Map((await browser.scripting.getRegisteredContentScripts()).map((script) => [script.id, script]));
	if (matches.length === 0) {
		if (known.size > 0) await browser.scripting.unregisterContentScripts();
		return matches;
	}
	const wanted = SCRIPTS.map((script) => scriptOf(script, matches));
	const [old, fresh] = [wanted.filter(({ id }) => known.has(id)), wanted.filter(({ id }) => !known.has(id))];
	if (old.some(({ id }) => !sameMatches(known.get(id), matches))) await browser.scripting.updateContentScripts(old);
	if (fresh.length > 0) await browser.scripting.registerContentScripts(fresh);
	return matches;
}

function scriptOf({ id, js, world }: (typeof SCRIPTS)[number], matches: string[]): Script {
	return {
		id,
		js: [...js],
		world,
		matches,
		allFrames: true,
		matchOriginAsFallback: true, // about:blank, data: and the like, by who made them
		runAt: "document_start",
		persistAcrossSessions: true, // they stand before the background wakes
	};
}

async function allowed(hosts: readonly string[]): Promise<string[]> {
	const patterns = browserPatterns(hosts);
	const may = await Promise.all(patterns.map((origin) => browser.permissions.contains({ origins: [origin] })));
	return patterns.filter((_, index) => may[index]);
}

function sameMatches(script: Script | undefined, matches: readonly string[]): boolean {
	return JSON.stringify([...(script?.matches ?? [])].sort()) === JSON.stringify([...matches].sort());
}
