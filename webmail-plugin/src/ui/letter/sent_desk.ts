// What the panel of a sent letter asks the backend: how far each copy came, and which paper the letter may answer.

import type { Asks } from "../../api/backend.ts";
import {
	LettersOfPapersOperation,
	RecallSentOperation,
	ReplacementsOperation,
	type ReplacementsQuery,
	type SentFactsFragment,
	SentLettersOperation,
} from "../../api/generated.ts";
import { findCitations } from "../../core/citations.ts";
import type { RECALLS } from "./closed_lists.ts";
import type { Letter } from "./deeds.ts";

export type SentLetter = SentFactsFragment;
export type RecallAct = (typeof RECALLS)[number];
export type RecallOutcome = { readonly letter: SentLetter } | { readonly refused: "forbidden" | "gone" | "input" };

/** Null where no box of the agency sent it, or it is not for this log-in. @throws BackendProblem */
export async function sentLetterOf(backend: Asks, agency: string, messageId: string): Promise<SentLetter | null> {
	const { sentLetters } = await backend.ask(SentLettersOperation, { agency, messageIds: [messageId] });
	return sentLetters.__typename === "SentLetters" ? (sentLetters.letters[0] ?? null) : null;
}

/** Letters whose paper is cited and which have no answer yet. Only numbers and symbols are asked by. */
export async function answeredBy(backend: Asks, agency: string, lines: readonly string[]): Promise<readonly Letter[]> {
	const symbols = findCitations(lines);
	if (symbols.length === 0) return [];
	const { lettersOfPapers } = await backend.ask(LettersOfPapersOperation, { agency, symbols });
	if (lettersOfPapers.__typename !== "Letters") return [];
	return lettersOfPapers.letters.filter(({ answeredAt }) => answeredAt === null);
}

export type OfferedMessage = Extract<
	ReplacementsQuery["replacements"],
	{ __typename: "OfferedMessages" }
>["messages"][number];

/** Messages sent since to some of the same recipients, the latest first. @throws BackendProblem */
export async function replacementsOf(
	backend: Asks,
	agency: string,
	messageId: string,
): Promise<readonly OfferedMessage[]> {
	const { replacements } = await backend.ask(ReplacementsOperation, { agency, messageId });
	return replacements.__typename === "OfferedMessages" ? replacements.messages : [];
}

export interface Recall {
	readonly id: string;
	readonly messageId: string;
	readonly act: RecallAct;
	readonly person: string;
	readonly reason: string;
	readonly replacedBy: string;
	readonly paperSymbol: string;
	readonly paperOn: string | null;
}

/** The same id again changes nothing. @throws BackendProblem */
export async function recall(backend: Asks, agency: string, recalled: Recall): Promise<RecallOutcome> {
	const { recallSent } = await backend.ask(RecallSentOperation, { agency, recall: recalled });
	if (recallSent.__typename === "SentLetters") {
		const letter = recallSent.letters[0];
		return letter === undefined ? { refused: "gone" } : { letter };
	}
	if (recallSent.__typename === "InputError") return { refused: "input" };
	return { refused: recallSent.__typename === "ForbiddenError" ? "forbidden" : "gone" };
}
