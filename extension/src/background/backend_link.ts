// The backend as this background reaches it: one session for all questions of one backend.

import { browser } from "wxt/browser";
import { type Asks, Backend } from "../../../webmail-plugin/src/api/backend.ts";
import { storedSettings } from "../settings/stored.ts";
import { lasting, passing } from "../shelf.ts";
import { type SignInOutcome, signIn } from "../sign_in/authorization.ts";
import { DatabaseShelf } from "../sign_in/database_shelf.ts";
import { ExtensionSession } from "../sign_in/extension_session.ts";
import { MovedShelf } from "../sign_in/moved_shelf.ts";
import { TokenEndpoint } from "../sign_in/token_endpoint.ts";
import { REFRESH, TokenStore } from "../sign_in/tokens.ts";

/** One for the whole background, for it moves what an earlier version kept in storage.local. */
export const refreshShelf = new MovedShelf(new DatabaseShelf(), lasting(), REFRESH);

const ask: typeof fetch = (url, init) => fetch(url, init);

export class BackendLink {
	readonly #url: string;
	readonly #store = new TokenStore(refreshShelf, passing());
	readonly #endpoint: TokenEndpoint;
	readonly #session: ExtensionSession;
	readonly asks: Asks;

	constructor(backendUrl: string) {
		this.#url = backendUrl;
		this.#endpoint = new TokenEndpoint(backendUrl, ask);
		this.#session = new ExtensionSession(this.#store, this.#endpoint);
		this.asks = new Backend(backendUrl, this.#session, ask);
	}

	async isSignedIn(): Promise<boolean> {
		return (await this.#store.refresh()) !== null;
	}

	async signIn(): Promise<SignInOutcome> {
		const window = {
			redirect: browser.identity.getRedirectURL(),
			open: (url: string) => browser.identity.launchWebAuthFlow({ url, interactive: true }),
		};
		const { version } = browser.runtime.getManifest();
		return await signIn(this.#url, version, window, this.#endpoint, this.#store);
	}

	async signOut(): Promise<void> {
		await this.#session.signOut();
	}
}

const links = new Map<string, BackendLink>();

/** Null: nobody has set the extension up yet. A refresh token may be used from one place only, so there is one link for
 *  each backend while the background lives. */
export async function ownLink(): Promise<BackendLink | null> {
	const { backend_url } = (await storedSettings()).settings;
	if (backend_url === "") return null;
	const link = links.get(backend_url) ?? new BackendLink(backend_url);
	links.set(backend_url, link);
	return link;
}
