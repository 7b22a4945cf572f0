// What the toolbar's popup shows of this browser alone: known at once, whether or not the backend answers.

import { browser } from "wxt/browser";
import { type PastVerdict, pastVerdicts } from "../checks/verdict_memory.ts";
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

export async function popupState(): Promise<PopupState> {
	const stored = await storedSettings();
	const { hosts } = stored.settings;
	const [tab] = await browser.tabs.query({ active: true, currentWindow: true });
	const record = new GuardingRecord(lasting(), passing());
	const standing = tab?.id === undefined ? null : await record.ofTab(tab.id);
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
