// Signing in: the webmail's token is exchanged once for an opaque bearer of fifteen minutes (POST /session/plugin).

import { BackendProblem } from "./problems.ts";

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** Where a bearer comes from: the webmail vouches for it (below), or somebody signed in (extension). */
export interface Session {
	/** @throws BackendProblem */
	bearer(): Promise<string>;
	/** The backend no longer knows the bearer. */
	forget(): void;
}

interface Bearer {
	readonly token: string;
	/** Milliseconds since 1970. */
	readonly expiresAt: number;
}

const TIME_LIMIT_MILLISECONDS = 8_000;
const RENEW_BEFORE_MILLISECONDS = 60_000;

export class PluginSession implements Session {
	readonly #backendUrl: string;
	readonly #mint: () => Promise<string>;
	readonly #fetch: Fetch;
	#bearer: Bearer | null = null;
	#exchange: Promise<Bearer> | null = null;

	/** @param mint a fresh token from the webmail's server */
	constructor(backendUrl: string, mint: () => Promise<string>, fetch: Fetch) {
		this.#backendUrl = backendUrl;
		this.#mint = mint;
		this.#fetch = fetch;
	}

	/** @throws BackendProblem */
	async bearer(): Promise<string> {
		const current = this.#bearer;
		if (current !== null && Date.now() < current.expiresAt - RENEW_BEFORE_MILLISECONDS) return current.token;
		// several questions at once sign in once
		this.#exchange ??= this.#signIn().finally(() => {
			this.#exchange = null;
		});
		this.#bearer = await this.#exchange;
		return this.#bearer.token;
	}

	/** The backend no longer knows the bearer. */
	forget(): void {
		this.#bearer = null;
	}

	async #signIn(): Promise<Bearer> {
		const token = await this.#mint().catch(() => {
			throw new BackendProblem("refused", "the webmail does not vouch for this session");
		});
		const answer = await this.#post(token);
		const body: unknown = await answer.json().catch(() => null);
		if (answer.ok && isBearer(body)) return { token: body.token, expiresAt: Date.parse(body.expires_at) };
		if (answer.status !== 401 && answer.status !== 403) throw new BackendProblem("away", "no session was made");
		const unknown = codeOf(body) === "not_in_directory";
		throw new BackendProblem(unknown ? "unknown_login" : "refused", "the backend refused the session");
	}

	async #post(token: string): Promise<Response> {
		try {
			return await this.#fetch(`${this.#backendUrl}/session/plugin`, {
				method: "POST",
				credentials: "omit",
				headers: { "Content-Type": "application/json" },
				body: JSON.stringify({ token }),
				signal: AbortSignal.timeout(TIME_LIMIT_MILLISECONDS),
			});
		} catch {
			throw new BackendProblem("away", "the backend did not answer");
		}
	}
}

function isBearer(value: unknown): value is { token: string; expires_at: string } {
	return (
		typeof value === "object" &&
		value !== null &&
		"token" in value &&
		typeof value.token === "string" &&
		"expires_at" in value &&
		typeof value.expires_at === "string" &&
		!Number.isNaN(Date.parse(value.expires_at))
	);
}

function codeOf(value: unknown): unknown {
	return typeof value === "object" && value !== null && "code" in value ? value.code : null;
}
