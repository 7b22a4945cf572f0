// Whom the backend knows this browser as, and of which agency: asked for once after signing in, kept for when the
// backend is away.

import type { Asks } from "../../../webmail-plugin/src/api/backend.ts";
import { ownAgency } from "../checks/due_letters.ts";
import type { Shelf } from "../shelf.ts";

export interface OwnPlace {
	readonly login: string;
	/** "" where the log-in speaks for no agency. */
	readonly agency: string;
}

const NAME = "place";

/** Null while nobody has signed in. */
export async function ownPlace(shelf: Shelf): Promise<OwnPlace | null> {
	return ((await shelf.get(NAME)) as OwnPlace | undefined) ?? null;
}

/** @throws BackendProblem */
export async function learnPlace(shelf: Shelf, backend: Asks): Promise<OwnPlace> {
	const { login, code } = await ownAgency(backend);
	const place = { login, agency: code };
	await shelf.set(NAME, place);
	return place;
}

export async function forgetPlace(shelf: Shelf): Promise<void> {
	await shelf.remove(NAME);
}
