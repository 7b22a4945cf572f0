// Questions of pages' to the backend, asked as whoever signed in to the extension.

import { Backend } from "../../../webmail-plugin/src/api/backend.ts";
import type { Operation } from "../../../webmail-plugin/src/api/generated.ts";
import { problemOf } from "../../../webmail-plugin/src/api/problems.ts";
import type { Fetch, Session } from "../../../webmail-plugin/src/api/session.ts";
import type { Answered } from "../messages.ts";

export async function askBackend(
	backendUrl: string,
	session: Session,
	fetching: Fetch,
	asked: { readonly id: string; readonly variables: unknown },
): Promise<Answered> {
	try {
		const operation = { id: asked.id } as Operation<unknown, unknown>;
		return { data: await new Backend(backendUrl, session, fetching).ask(operation, asked.variables) };
	} catch (error) {
		return { problem: problemOf(error).kind };
	}
}
