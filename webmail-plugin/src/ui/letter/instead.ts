// Which paper stands instead of one that its sender replaced or corrected, in words; for both sides.

import { html, nothing, type TemplateResult } from "lit";
import { dayText, momentText, type Texts } from "../texts.ts";
import { RECALLS } from "./closed_lists.ts";
import { choiceWord } from "./deed_words.ts";
import type { NotedAct } from "./letter_desk.ts";

export interface Instead {
	readonly paperSymbol: string;
	readonly paperOn: string | null;
	readonly sentAt: string | null;
}

/** "văn bản số 13/UBND-VX ngày 05/11/2026, gửi lúc …"; "" where nothing is said of it. */
export function insteadWords(texts: Texts, { paperSymbol, paperOn, sentAt }: Instead): string {
	const paper = paperOn === null ? paperSymbol : texts("fact.paper_of", { symbol: paperSymbol, on: dayText(paperOn) });
	const sent = sentAt === null ? "" : momentText(sentAt);
	if (paperSymbol === "") return sent === "" ? "" : texts("instead.message", { at: sent });
	return sent === "" ? texts("instead.paper", { paper }) : texts("instead.both", { paper, at: sent });
}

/** What the sender says of its paper now, for those who received it. */
export function recallSentence(texts: Texts, acts: readonly NotedAct[]): TemplateResult | typeof nothing {
	const told = acts.filter(({ act }) => RECALLS.some((one) => one === act)).at(-1);
	if (told === undefined) return nothing;
	const values = { at: momentText(told.at), reason: choiceWord(texts, told.reason) };
	return html`<p class="congvu-proposal congvu-recalled">${texts(`received.${told.act as (typeof RECALLS)[number]}`, values)}
		${insteadWords(texts, told)}</p>`;
}
