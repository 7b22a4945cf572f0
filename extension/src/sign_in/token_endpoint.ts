// The backend's three calls about tokens (ADR 19). Refusals are codes; what is no answer of the backend's is "away".

import { BackendProblem } from "../../../webmail-plugin/src/api/problems.ts";
import type { Fetch } from "../../../webmail-plugin/src/api/session.ts";
import { areTokens, type Tokens } from "./tokens.ts";

const TIME_LIMIT_MILLISECONDS = 8_000;
const FINAL = new Set(["code_invalid", "refresh_invalid", "refresh_reused"]);

export class TokenEndpoint {
	readonly #url: string;
	readonly #fetch: Fetch;

	constructor(backendUrl: string, fetch: Fetch) {
		this.#url = `${backendUrl}/session/extension`;
		this.#fetch = fetch;
	}

	/** @throws BackendProblem */
	exchange(code: string, verifier: string): Promise<Tokens> {
		return this.#tokens("", { code, code_verifier: verifier });
	}

	/** @throws BackendProblem refused: the token is spent or ended, somebody has to sign in. */
	refresh(token: string): Promise<Tokens> {
		return this.#tokens("/refresh", { refresh_token: token });
	}

	/** @throws BackendProblem */
	async end(token: string): Promise<void> {
		await this.#post("/end", { refresh_token: token });
	}

	async #tokens(path: string, asked: object): Promise<Tokens> {
		const answer = await this.#post(path, asked);
		const body: unknown = await answer.json().catch(() => null);
		if (answer.ok && areTokens(body)) return body;
		const code = codeOf(body);
		if (answer.status === 401 && FINAL.has(code)) throw new BackendProblem("refused", "the sign-in has ended");
		if (answer.status === 403 && code === "not_in_directory") {
			throw new BackendProblem("unknown_login", "the directory does not know this log-in");
		}
		throw new BackendProblem("away", "no tokens were given");
	}

	async #post(path: string, asked: object): Promise<Response> {
		try {
			return await this.#fetch(`${this.#url}${path}`, {
				method: "POST",
				credentials: "omit",
				headers: { "Content-Type": "application/json" },
				body: JSON.stringify(asked),
				signal: AbortSignal.timeout(TIME_LIMIT_MILLISECONDS),
			});
		} catch {
			throw new BackendProblem("away", "the backend did not answer");
		}
	}
}

function codeOf(value: unknown): string {
	return typeof value === "object" && value !== null && "code" in value ? String(value.code) : "";
}
