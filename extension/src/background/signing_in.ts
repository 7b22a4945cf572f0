// Signing in and out, as the extension's pages ask for it.

import { lasting } from "../shelf.ts";
import type { SignInOutcome } from "../sign_in/authorization.ts";
import { ownLink } from "./backend_link.ts";
import { forgetPlace, ownPlace } from "./own_place.ts";
import { forgetPerson, learnPerson, personKept } from "./person.ts";
import { makeRound } from "./rounds.ts";

/** Where the backend cannot say yet who it was, the next round asks. */
export async function signIn(): Promise<SignInOutcome> {
	const link = await ownLink();
	if (link === null) return "refused";
	await personKept.release();
	const outcome = await link.signIn();
	if (outcome === "done") {
		await forgetPlace(lasting());
		await learnPerson(link).then(makeRound, () => undefined);
		return outcome;
	}
	const before = await ownPlace(lasting());
	if (before !== null) await personKept.begin(before.login); // the same one still
	return outcome;
}

export async function signOut(): Promise<void> {
	const link = await ownLink();
	await forgetPerson(link);
	await link?.signOut();
}
