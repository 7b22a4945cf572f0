// What the toolbar's popup shows of this browser alone: known at once, whether or not the backend answers.

import { browser } from "wxt/browser";
import { type PastVerdict, pastVerdicts } from "../checks/verdict_memory.ts";
import { readHere } from "../gate/guarding_here.ts";
import type { Standing } from "../messages.ts";
import { GuardingRecord } from "../presence/guarding.ts";
import { type TabState, tabState } from "../presence/tab_state.ts";
import { type StoredSettings, storedSettings } from "../settings/stored.ts";
import { lasting, passing } from "../shelf.ts";
import { DatabaseShelf } from "../sign_in/database_shelf.ts";
import { TokenStore } from "../sign_in/tokens.ts";
import { type KeptRules, keptRules } from "./kept_rules.ts";
import { notAllowed } from "./permission.ts";

export interface PopupState extends KeptRules {
	readonly stored: StoredSettings;
	readonly tab: TabState;
	readonly standing: Standing | null;
	readonly verdicts: readonly PastVerdict[];
	readonly blockedHosts: readonly string[];
	readonly isSignedIn: boolean;
}

const UNTOUCHED: Standing = { host: "generic", guard: "extension", unseen: [] };

/** As the page's own script knows it; a page that may not be asked any more is told of by what it said last. */
async function standingIn(tabId: number): Promise<Standing | null> {
	const asked = browser.scripting.executeScript({ target: { tabId }, func: readHere });
	const answered = await asked.catch(() => null);
	if (answered === null) return await new GuardingRecord(lasting(), passing()).ofTab(tabId);
	const here = answered[0]?.result ?? null;
	return here === null ? null : (here.standing ?? UNTOUCHED);
}

export async function popupState(): Promise<PopupState> {
	const stored = await storedSettings();
	const { hosts } = stored.settings;
	const [tab] = await browser.tabs.query({ active: true, currentWindow: true });
	const standing = tab?.id === undefined ? null : await standingIn(tab.id);
	return {
		stored,
		standing,
		tab: tabState(tab?.url, hosts, standing),
		verdicts: await pastVerdicts(lasting()),
		blockedHosts: await notAllowed(hosts),
		isSignedIn: (await new TokenStore(new DatabaseShelf(), passing()).refresh()) !== null,
		...(await keptRules(stored.settings)),
	};
}
