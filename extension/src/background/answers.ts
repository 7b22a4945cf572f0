// What the background answers to whoever asks.

import { browser } from "wxt/browser";
import type { Fetch } from "../../../webmail-plugin/src/api/session.ts";
import type { Answers, GateSettings, Sender } from "../messages.ts";
import type { Settings } from "../settings/settings.ts";
import { storedSettings } from "../settings/stored.ts";
import { lasting, passing } from "../shelf.ts";
import { ExtensionSession } from "../sign_in/extension_session.ts";
import { TokenEndpoint } from "../sign_in/token_endpoint.ts";
import { TokenStore } from "../sign_in/tokens.ts";
import { askBackend } from "./backend_questions.ts";
import { BundleKeeper } from "./bundle_keeper.ts";
import { ScannerKeys } from "./scanner_keys.ts";

const ask: Fetch = (url, init) => fetch(url, init);

export function answersOfBackground(): Answers {
	const keeper = new BundleKeeper(lasting());
	const keys = new ScannerKeys(passing());
	const store = new TokenStore(lasting(), passing());
	const sessions = new Map<string, ExtensionSession>(); // by the backend: one at a time spends a refresh token
	const sessionAt = (backendUrl: string) => {
		const session = sessions.get(backendUrl) ?? new ExtensionSession(store, new TokenEndpoint(backendUrl, ask));
		sessions.set(backendUrl, session);
		return session;
	};
	return {
		settings: async () => gateSettings((await storedSettings()).settings),
		bundle: async ({ retry }) => keeper.bundle((await storedSettings()).settings, retry),
		graphql: async (asked) => {
			const { backend_url } = (await storedSettings()).settings;
			return askBackend(backend_url, sessionAt(backend_url), ask, asked);
		},
		presence: async (standing, sender) =>
			passing()
				.set(`presence.${tabOf(sender)}`, standing)
				.then(() => null),
		scannerKey: async ({ key }, sender) => keys.leave(key, tabOf(sender)).then(() => null),
		scannerOpens: ({ key }, sender) => keys.opens(key, tabOf(sender)),
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

function tabOf(sender: Sender): number {
	return sender.tab?.id ?? -1;
}
