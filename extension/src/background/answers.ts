// What the background answers to whoever asks.

import { browser } from "wxt/browser";
import { fetchCandidate } from "../../../webmail-plugin/src/api/candidate.ts";
import { problemOf } from "../../../webmail-plugin/src/api/problems.ts";
import { rememberVerdicts } from "../checks/verdict_memory.ts";
import { delivers } from "../kept/waiting.ts";
import type { Answered, Answers, GateSettings, Sender } from "../messages.ts";
import { GuardingRecord } from "../presence/guarding.ts";
import type { Settings } from "../settings/settings.ts";
import { storedSettings } from "../settings/stored.ts";
import { lasting, passing } from "../shelf.ts";
import { ownLink } from "./backend_link.ts";
import { personKept } from "./person.ts";
import { bringRest } from "./rest.ts";
import { keptRules } from "./rules.ts";
import { ScannerKeys } from "./scanner_keys.ts";
import { signIn, signOut } from "./signing_in.ts";

export function answersOfBackground(): Answers {
	const keys = new ScannerKeys(passing());
	const record = new GuardingRecord(lasting(), passing());
	return {
		settings: async () => gateSettings((await storedSettings()).settings),
		bundle: async ({ retry }) => keptRules((await storedSettings()).settings, retry),
		candidate: async () => ({ written: await fetchCandidate((await storedSettings()).settings.backend_url) }),
		graphql: ({ id, variables, whose }) => answered(id, variables, whose),
		kept: () => personKept.lot(),
		keep: async (change) => ({ instead: await personKept.keep(change) }),
		presence: async (standing, sender) => record.note(tabOf(sender), standing, new Date()).then(() => null),
		scannerKey: async ({ key }, sender) => keys.leave(key, tabOf(sender)).then(() => null),
		scannerOpens: ({ key }, sender) => keys.opens(key, tabOf(sender)),
		rest: ({ failures }, sender) => bringRest(sender, failures).then(() => null),
		signIn,
		signOut: () => signOut().then(() => null),
	};
}

function gateSettings(settings: Settings): GateSettings | null {
	if (settings.backend_url === "" || settings.trusted_keys.length === 0) return null;
	return {
		backendUrl: settings.backend_url,
		trustedKeys: settings.trusted_keys,
		ruleApprovals: settings.rule_approvals,
		mayAskAboutUnreadable: settings.unreadable_to_unknown === "ask",
		language: settings.language || browser.i18n.getUILanguage(),
	};
}

/** Asked as whoever signed in to the extension. */
async function answered(id: string, variables: unknown, whose: string | null): Promise<Answered> {
	// of another person, and no delivery under this one's name: the page is told whose it is now
	if (whose !== null && delivers(id) && (await personKept.lot()).whose !== whose) return { problem: "away" };
	await rememberVerdicts(lasting(), id, variables, Date.now());
	const link = await ownLink();
	if (link === null) return { problem: "refused" };
	try {
		return { data: await link.asks.ask({ id }, variables) };
	} catch (error) {
		return { problem: problemOf(error).kind };
	}
}

function tabOf(sender: Sender): number {
	return sender.tab?.id ?? -1;
}
