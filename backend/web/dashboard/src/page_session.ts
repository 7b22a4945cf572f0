// GraphQL takes no cookie: the page's own session opens a bearer of fifteen minutes (POST /bang-dieu-hanh/phien).

import { BackendProblem } from "../../../../webmail-plugin/src/api/problems.ts";
import type { Fetch, Session } from "../../../../webmail-plugin/src/api/session.ts";

/** With what the page asks by itself: it shall not keep a session alive that nobody uses. */
export const UNATTENDED = { "Congvu-Unattended": "1" } as const;
const TIME_LIMIT_MILLISECONDS = 8_000;
const RENEW_BEFORE_MILLISECONDS = 60_000;

interface Bearer {
	readonly token: string;
	/** Milliseconds since 1970. */
	readonly expiresAt: number;
}

export class PageSession implements Session {
	readonly #path: string;
	readonly #formKey: string;
	readonly #fetch: Fetch;
	#bearer: Promise<Bearer> | null = null;

	/** @param formKey of the page's forms: proof that it was this page that asked */
	constructor(path: string, formKey: string, fetch: Fetch) {
		this.#path = path;
		this.#formKey = formKey;
		this.#fetch = fetch;
	}

	async bearer(): Promise<string> {
		const current = await this.#bearer?.catch(() => null);
		if (current && Date.now() < current.expiresAt - RENEW_BEFORE_MILLISECONDS) return current.token;
		if (current) this.#bearer = null;
		this.#bearer ??= this.#open();
		try {
			return (await this.#bearer).token;
		} catch (error) {
			this.#bearer = null;
			throw error;
		}
	}

	forget(): void {
		this.#bearer = null;
	}

	async #open(): Promise<Bearer> {
		const answer = await this.#post();
		if (answer.status === 401 || answer.status === 403) throw new BackendProblem("refused", "nobody is signed in");
		const body: unknown = answer.ok ? await answer.json().catch(() => null) : null;
		if (!isBearer(body)) throw new BackendProblem("away", "no session was made");
		return { token: body.token, expiresAt: Date.parse(body.expires_at) };
	}

	async #post(): Promise<Response> {
		try {
			return await this.#fetch(`${this.#path}/phien`, {
				method: "POST",
				credentials: "same-origin",
				headers: { ...UNATTENDED },
				body: new URLSearchParams({ form_key: this.#formKey }),
				signal: AbortSignal.timeout(TIME_LIMIT_MILLISECONDS),
			});
		} catch {
			throw new BackendProblem("away", "the backend did not answer");
		}
	}
}

function isBearer(value: unknown): value is { token: string; expires_at: string } {
	const { token, expires_at } = (value ?? {}) as Record<string, unknown>;
	return typeof token === "string" && typeof expires_at === "string" && !Number.isNaN(Date.parse(expires_at));
}
