// The backend and its rules as a page has them: by way of the extension's background.

import type { Asks } from "../../../webmail-plugin/src/api/backend.ts";
import type { Operation } from "../../../webmail-plugin/src/api/generated.ts";
import { BackendProblem } from "../../../webmail-plugin/src/api/problems.ts";
import type { BundleRefusal } from "../../../webmail-plugin/src/core/index.ts";
import type { WebmailServer } from "../../../webmail-plugin/src/hosts/host.ts";
import { ask } from "../messages.ts";

export class BackgroundBackend implements Asks {
	readonly #whose: () => string | null;

	/** @param whose things the page holds; null for a page of the extension's, which holds none */
	constructor(whose: () => string | null = () => null) {
		this.#whose = whose;
	}

	async ask<Result, Variables>({ id }: Operation<Result, Variables>, variables: Variables): Promise<Result> {
		const answer = await ask("graphql", { id, variables, whose: this.#whose() }).catch(() => {
			throw new BackendProblem("away", "the extension does not answer");
		});
		if ("problem" in answer) throw new BackendProblem(answer.problem, "the backend gave no answer");
		return answer.data as Result; // the operation's id stands for its shape
	}
}

export class BackgroundServer implements WebmailServer {
	refused: BundleRefusal | null = null;

	async bundle(retry: boolean): Promise<string | null> {
		const { written, refused } = await ask("bundle", { retry }).catch(() => {
			throw new TypeError("the extension does not answer"); // the set held stays in force
		});
		this.refused = refused;
		return written;
	}

	/** Whoever signed in to the extension is known to its background alone. */
	async token(): Promise<string> {
		throw new Error("no webmail vouches for this session");
	}
}
