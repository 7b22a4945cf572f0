// Letters of the official's agency that are due today or were due before; no word of them is kept here.

import type { Asks } from "../../../webmail-plugin/src/api/backend.ts";
import { DueLettersOperation, type DueLettersQuery, MeOperation } from "../../../webmail-plugin/src/api/generated.ts";

export type DueLetter = Extract<DueLettersQuery["dueLetters"], { __typename: "Letters" }>["letters"][number];

export interface Agency {
	readonly login: string;
	/** "" where the log-in speaks for no agency. */
	readonly code: string;
	readonly people: readonly { readonly id: string; readonly name: string }[];
}

/** @throws BackendProblem */
export async function ownAgency(backend: Asks): Promise<Agency> {
	const { me } = await backend.ask(MeOperation, {});
	const agency = me.agency ?? me.mailboxes[0]?.agency ?? null;
	return { login: me.login, code: agency?.code ?? "", people: me.people };
}

/** None where the letters are not for this log-in. @throws BackendProblem */
export async function dueLetters(backend: Asks, agency: string): Promise<readonly DueLetter[]> {
	if (agency === "") return [];
	const { dueLetters } = await backend.ask(DueLettersOperation, { agency });
	return dueLetters.__typename === "Letters" ? dueLetters.letters : [];
}
