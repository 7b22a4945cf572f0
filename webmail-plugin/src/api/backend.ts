// Questions to the backend: by operation id, with a bearer, never with cookies.

import type { Operation } from "./generated.ts";
import { BackendProblem } from "./problems.ts";
import type { Fetch, Session } from "./session.ts";

const TIME_LIMIT_MILLISECONDS = 8_000;

/** What the UI needs of the backend. */
export interface Asks {
	/** @throws BackendProblem */
	ask<Result, Variables>(operation: Operation<Result, Variables>, variables: Variables): Promise<Result>;
}

export class Backend implements Asks {
	readonly #url: string;
	readonly #session: Session;
	readonly #fetch: Fetch;

	constructor(backendUrl: string, session: Session, fetch: Fetch) {
		this.#url = `${backendUrl}/graphql`;
		this.#session = session;
		this.#fetch = fetch;
	}

	async ask<Result, Variables>({ id }: Operation<Result, Variables>, variables: Variables): Promise<Result> {
		const body = JSON.stringify({ id, variables });
		let answer = await this.#post(body);
		if (answer.status === 401) {
			this.#session.forget(); // ended early: sign in again, once
			answer = await this.#post(body);
		}
		if (answer.status === 401 || answer.status === 403) {
			throw new BackendProblem("refused", "the backend does not accept the session");
		}
		return dataOf<Result>(answer.ok ? await answer.json().catch(() => null) : null);
	}

	async #post(body: string): Promise<Response> {
		const bearer = await this.#session.bearer();
		try {
			return await this.#fetch(this.#url, {
				method: "POST",
				credentials: "omit",
				headers: {
					"Content-Type": "application/json",
					Accept: "application/graphql-response+json, application/json;q=0.9",
					Authorization: `Bearer ${bearer}`,
				},
				body,
				signal: AbortSignal.timeout(TIME_LIMIT_MILLISECONDS),
			});
		} catch {
			throw new BackendProblem("away", "the backend did not answer");
		}
	}
}

/** Expected failures are data; errors beside them are the backend's own failure. */
function dataOf<Result>(answer: unknown): Result {
	const found = typeof answer === "object" && answer !== null && "data" in answer && !("errors" in answer);
	if (!found || answer.data === null) throw new BackendProblem("away", "the backend failed on the question");
	return answer.data as Result; // the operation's id stands for its shape
}
