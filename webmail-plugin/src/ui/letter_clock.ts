// One letter's clock as the backend explains it: step by step, and how its due date came about.

import type { Asks } from "../api/backend.ts";
import { LetterClockOperation, type LetterClockQuery } from "../api/generated.ts";
import { momentText, type Texts } from "./texts.ts";

export type Clock = LetterClockQuery["letterClock"];

/** @throws BackendProblem */
export async function clockOf(backend: Asks, letter: string): Promise<Clock> {
	return (await backend.ask(LetterClockOperation, { letter })).letterClock;
}

/** How its due date was counted; "" where the letter is not for this log-in. */
export function howDueIn(texts: Texts, clock: Clock): string {
	if (clock.__typename !== "LetterClock") return "";
	return texts.language === "vi" ? clock.howDue : clock.howDueEn;
}

/** Letters that are counted once with this one, a sentence each. */
export function mergedIn(texts: Texts, clock: Clock): readonly string[] {
	if (clock.__typename !== "LetterClock") return [];
	return clock.merged.map(({ referenceCode, receivedAt, goesOn }) =>
		texts(goesOn ? "merged.goes_on" : "merged.counted", { code: referenceCode, at: momentText(receivedAt) }),
	);
}
