// How the backend is doing, as the last question to it showed.

import type { Asks } from "../api/backend.ts";
import type { Operation } from "../api/generated.ts";
import { type BackendProblem, problemOf } from "../api/problems.ts";

export class Connection implements Asks {
	readonly #backend: Asks;
	readonly #changed: () => void;
	#problem: BackendProblem | null = null;

	/** @param changed called when the answer to "is it there?" changed */
	constructor(backend: Asks, changed: () => void) {
		this.#backend = backend;
		this.#changed = changed;
	}

	/** Null while it answers, or was not asked yet. */
	get problem(): BackendProblem | null {
		return this.#problem;
	}

	async ask<Result, Variables>(operation: Operation<Result, Variables>, variables: Variables): Promise<Result> {
		try {
			const result = await this.#backend.ask(operation, variables);
			this.#note(null);
			return result;
		} catch (error) {
			const problem = problemOf(error);
			this.#note(problem);
			throw problem;
		}
	}

	#note(problem: BackendProblem | null): void {
		const changed = problem?.kind !== this.#problem?.kind;
		this.#problem = problem;
		if (changed) this.#changed();
	}
}
