// Whom the backend knows this browser as: asked for once after signing in, kept for when the backend is away.

import type { Asks } from "../../../webmail-plugin/src/api/backend.ts";
import { MeOperation } from "../../../webmail-plugin/src/api/generated.ts";
import type { Shelf } from "../shelf.ts";

const NAME = "login";

/** "" while nobody has signed in. */
export async function ownLogin(shelf: Shelf): Promise<string> {
	return ((await shelf.get(NAME)) as string | undefined) ?? "";
}

/** @throws BackendProblem */
export async function learnLogin(shelf: Shelf, backend: Asks): Promise<void> {
	const { me } = await backend.ask(MeOperation, {});
	await shelf.set(NAME, me.login);
}

export async function forgetLogin(shelf: Shelf): Promise<void> {
	await shelf.remove(NAME);
}
