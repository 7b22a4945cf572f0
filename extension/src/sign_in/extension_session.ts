// The bearer for the backend, renewed while the sign-in lasts. In the background only: a refresh token may be used from
// one place, or the backend takes it for a stolen one.

import { BackendProblem } from "../../../webmail-plugin/src/api/problems.ts";
import type { Session } from "../../../webmail-plugin/src/api/session.ts";
import type { TokenEndpoint } from "./token_endpoint.ts";
import type { Bearer, TokenStore } from "./tokens.ts";

const RENEW_BEFORE_MILLISECONDS = 60_000;

export class ExtensionSession implements Session {
	readonly #store: TokenStore;
	readonly #endpoint: TokenEndpoint;
	readonly #now: () => number;
	#renewing: Promise<Bearer> | null = null;
	#forgetting: Promise<void> = Promise.resolve();

	constructor(store: TokenStore, endpoint: TokenEndpoint, now: () => number = Date.now) {
		this.#store = store;
		this.#endpoint = endpoint;
		this.#now = now;
	}

	/** @throws BackendProblem refused: nobody is signed in, or not any more. */
	async bearer(): Promise<string> {
		await this.#forgetting;
		const bearer = await this.#store.bearer();
		if (bearer !== null && this.#now() < bearer.expiresAt - RENEW_BEFORE_MILLISECONDS) return bearer.token;
		// several questions at once spend one refresh token
		this.#renewing ??= this.#renew().finally(() => {
			this.#renewing = null;
		});
		return (await this.#renewing).token;
	}

	/** The backend no longer knows the bearer. */
	forget(): void {
		this.#forgetting = this.#store.forgetBearer();
	}

	/** Ends at the backend too, where it can be reached; here in any case. */
	async signOut(): Promise<void> {
		const refresh = await this.#store.refresh();
		await this.#store.forgetAll();
		if (refresh !== null) await this.#endpoint.end(refresh.token).catch(() => undefined);
	}

	/** A lost answer is asked for again: either the token was not spent, or its second use ends the sign-in. */
	async #renew(): Promise<Bearer> {
		const refresh = await this.#store.refresh();
		if (refresh === null) throw new BackendProblem("refused", "nobody is signed in");
		try {
			if (this.#now() >= refresh.endsAt) throw new BackendProblem("refused", "the sign-in has ended");
			return await this.#store.keep(await this.#endpoint.refresh(refresh.token));
		} catch (error) {
			if (error instanceof BackendProblem && error.kind === "refused") await this.#store.forgetAll();
			throw error;
		}
	}
}
