// The backend as the extension's own pages ask it: through the background, which alone has the bearer.

import type { Asks } from "../../webmail-plugin/src/api/backend.ts";
import type { Operation } from "../../webmail-plugin/src/api/generated.ts";
import { BackendProblem } from "../../webmail-plugin/src/api/problems.ts";
import { ask } from "./messages.ts";

export const throughBackground: Asks = {
	async ask<Result, Variables>({ id }: Operation<Result, Variables>, variables: Variables): Promise<Result> {
		const answered = await ask("graphql", { id, variables });
		if ("problem" in answered) throw new BackendProblem(answered.problem, "the background has no answer");
		return answered.data as Result; // the operation's id stands for its shape
	},
};
