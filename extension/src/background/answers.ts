// The background's answers to pages and content scripts. Everything is read from storage each time: the browser ends the
// background when nothing has asked for half a minute.

import { browser } from "wxt/browser";
import { problemOf } from "../../../webmail-plugin/src/api/problems.ts";
import { rememberVerdicts } from "../checks/verdict_memory.ts";
import type { Answered, Answers, GateSettings } from "../messages.ts";
import { GuardingRecord } from "../presence/guarding.ts";
import { storedSettings } from "../settings/stored.ts";
import { lasting, passing } from "../shelf.ts";
import { ownLink } from "./backend_link.ts";
import { forgetPlace, learnPlace, ownPlace } from "./own_place.ts";
import { forgetRounds, makeRound } from "./rounds.ts";
import { rules } from "./rules.ts";

export function answers(): Answers {
	return {
		settings: gateSettings,
		bundle: async ({ retry }) => rules.current((await storedSettings()).settings, retry),
		graphql: ({ id, variables }) => answered(id, variables),
		guarding: async (guarding, tab) => {
			const record = new GuardingRecord(lasting(), passing());
			if (tab !== null) await record.note(tab, guarding, new Date());
			return null;
		},
		signIn: async () => {
			const link = await ownLink();
			if (link === null) return "refused";
			const outcome = await link.signIn();
			if (outcome === "done") await learnPlace(lasting(), link.asks).then(makeRound, () => undefined);
			return outcome;
		},
		signOut: async () => {
			await forgetPlace(lasting());
			await forgetRounds();
			await (await ownLink())?.signOut();
			return null;
		},
	};
}

async function gateSettings(): Promise<GateSettings | null> {
	const { settings } = await storedSettings();
	if (settings.backend_url === "") return null;
	return {
		backendUrl: settings.backend_url,
		trustedKeys: settings.trusted_keys,
		ruleApprovals: settings.rule_approvals,
		login: (await ownPlace(lasting()))?.login ?? "",
		language: settings.language === "" ? browser.i18n.getUILanguage() : settings.language,
	};
}

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
