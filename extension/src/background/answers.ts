// The background's answers to pages and content scripts. Everything is read from storage each time: the browser ends the
// background when nothing has asked for half a minute.

import { browser } from "wxt/browser";
import { problemOf } from "../../../webmail-plugin/src/api/problems.ts";
import { rememberVerdicts } from "../checks/verdict_memory.ts";
import type { Answered, Answers, GateSettings } from "../messages.ts";
import { GuardingRecord } from "../presence/guarding.ts";
import { storedSettings } from "../settings/stored.ts";
import { lasting, passing } from "../shelf.ts";
import { type BackendLink, linkMaker } from "./backend_link.ts";
import { forgetLogin, learnLogin, ownLogin } from "./own_login.ts";
import { RuleKeeper } from "./rule_keeper.ts";

const linkTo = linkMaker();

/** @param look what is looked for regularly, looked for now */
export function answers(look: () => Promise<void>): Answers {
	const rules = new RuleKeeper(lasting(), (url, init) => fetch(url, init));
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
			if (outcome === "done") await learnLogin(lasting(), link.asks).then(look, () => undefined);
			return outcome;
		},
		signOut: async () => {
			await forgetLogin(lasting());
			await (await ownLink())?.signOut();
			await look();
			return null;
		},
		look: async () => {
			await look();
			return null;
		},
	};
}

/** Null: nobody has set the extension up yet. */
export async function ownLink(): Promise<BackendLink | null> {
	const { backend_url } = (await storedSettings()).settings;
	return backend_url === "" ? null : linkTo(backend_url);
}

async function gateSettings(): Promise<GateSettings | null> {
	const { settings } = await storedSettings();
	if (settings.backend_url === "") return null;
	return {
		backendUrl: settings.backend_url,
		trustedKeys: settings.trusted_keys,
		ruleApprovals: settings.rule_approvals,
		login: await ownLogin(lasting()),
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
