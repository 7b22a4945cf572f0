// What the background answers to whoever asks.

import { browser } from "wxt/browser";
import { problemOf } from "../../../webmail-plugin/src/api/problems.ts";
import { rememberVerdicts } from "../checks/verdict_memory.ts";
import type { Answered, Answers, GateSettings, Sender } from "../messages.ts";
import { GuardingRecord } from "../presence/guarding.ts";
import type { Settings } from "../settings/settings.ts";
import { storedSettings } from "../settings/stored.ts";
import { lasting, passing } from "../shelf.ts";
import type { SignInOutcome } from "../sign_in/authorization.ts";
import { ownLink } from "./backend_link.ts";
import { forgetPlace, learnPlace } from "./own_place.ts";
import { forgetRounds, makeRound } from "./rounds.ts";
import { keptRules } from "./rules.ts";
import { ScannerKeys } from "./scanner_keys.ts";

export function answersOfBackground(): Answers {
	const keys = new ScannerKeys(passing());
	const record = new GuardingRecord(lasting(), passing());
	return {
		settings: async () => gateSettings((await storedSettings()).settings),
		bundle: async ({ retry }) => keptRules((await storedSettings()).settings, retry),
		graphql: ({ id, variables }) => answered(id, variables),
		presence: async (standing, sender) => record.note(tabOf(sender), standing, new Date()).then(() => null),
		scannerKey: async ({ key }, sender) => keys.leave(key, tabOf(sender)).then(() => null),
		scannerOpens: ({ key }, sender) => keys.opens(key, tabOf(sender)),
		signIn,
		signOut: () => signOut().then(() => null),
	};
}

async function signIn(): Promise<SignInOutcome> {
	const link = await ownLink();
	if (link === null) return "refused";
	const outcome = await link.signIn();
	if (outcome === "done") await learnPlace(lasting(), link.asks).then(makeRound, () => undefined);
	return outcome;
}

async function signOut(): Promise<void> {
	await forgetPlace(lasting());
	await forgetRounds();
	await (await ownLink())?.signOut();
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
async function answered(id: string, variables: unknown): Promise<Answered> {
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
