// Marks beside the subjects of the list: what is late, what is due within a day, what still has to be told of its
// receipt, what is urgent. Only Message-IDs are asked by.

import type { Asks } from "../../api/backend.ts";
import { LettersByMessageOperation } from "../../api/generated.ts";
import type { ListRow } from "../../hosts/host.ts";
import { choiceWord } from "../letter/deed_words.ts";
import type { Letter } from "../letter/deeds.ts";
import type { Texts } from "../texts.ts";
import type { OwnDesk } from "./own_desk.ts";

type Mark = Parameters<ListRow["mark"]>[0][number];

const SOON_MILLISECONDS = 24 * 3_600_000;
const AT_ONCE = 200;

/** What stands beside a letter's subject now; nothing once nothing is expected of the agency. */
export function marksOf(texts: Texts, letter: Letter, now: number): Mark[] {
	if (!isOwed(letter)) return [];
	const marks: Mark[] = letter.urgency === "" ? [] : [{ text: choiceWord(texts, letter.urgency), tone: "danger" }];
	if (letter.expected === "ACKNOWLEDGE")
		marks.push({ text: texts("mark.receipt"), tone: tone(letter.receiptDueAt, now) });
	if (letter.overdue) marks.push({ text: texts("mark.overdue"), tone: "danger" });
	else if (letter.dueAt !== null && Date.parse(letter.dueAt) - now < SOON_MILLISECONDS) {
		marks.push({ text: texts("mark.due_soon"), tone: "warning" });
	}
	return marks;
}

function isOwed({ expected }: Letter): boolean {
	return expected === "ANSWER" || expected === "ACKNOWLEDGE";
}

function tone(dueAt: string | null, now: number): Mark["tone"] {
	return dueAt !== null && Date.parse(dueAt) < now ? "danger" : "warning";
}

export class RowMarks {
	readonly #backend: Asks;
	readonly #desk: OwnDesk;
	readonly #texts: () => Promise<Texts>;
	#isRefused = false;

	/** @param texts loads the words; asked once a row bears a mark */
	constructor(backend: Asks, desk: OwnDesk, texts: () => Promise<Texts>) {
		this.#backend = backend;
		this.#desk = desk;
		this.#texts = texts;
	}

	/** Resolves in any case; without an answer the rows stay as they are. */
	async put(rows: readonly ListRow[]): Promise<void> {
		try {
			const { agency } = await this.#desk.get();
			if (agency === null) return;
			for (let from = 0; !this.#isRefused && from < rows.length; from += AT_ONCE) {
				await this.#putOn(agency.code, rows.slice(from, from + AT_ONCE));
			}
		} catch {
			// whoever opens a letter is told
		}
	}

	async #putOn(agency: string, rows: readonly ListRow[]): Promise<void> {
		const messageIds = rows.map(({ messageId }) => messageId);
		const { lettersByMessage } = await this.#backend.ask(LettersByMessageOperation, { agency, messageIds });
		if (lettersByMessage.__typename !== "Letters") {
			this.#isRefused = true; // not this log-in's work: it is not asked again
			return;
		}
		const letters = new Map(lettersByMessage.letters.map((letter) => [letter.messageId, letter]));
		const texts = lettersByMessage.letters.some(isOwed) ? await this.#texts() : null;
		for (const row of rows) {
			const letter = letters.get(row.messageId);
			row.mark(letter === undefined || texts === null ? [] : marksOf(texts, letter, Date.now()));
		}
	}
}
