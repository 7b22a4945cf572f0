// How a letter stands, in plain sentences: who wrote, by when, how long it has waited, what is expected next.

import { html, nothing, type TemplateResult } from "lit";
import { dayText, durationText, momentText, type Texts } from "../texts.ts";
import { choiceWord, matterName } from "./deed_words.ts";
import type { Letter } from "./deeds.ts";
import type { LetterFile, Matter } from "./letter_desk.ts";

/** The one sentence: what is expected now, or how it ended. */
export function nextSentence(texts: Texts, letter: Letter): string {
	switch (letter.expected) {
		case "ACKNOWLEDGE":
			return letter.receiptDueAt === null
				? texts("next.acknowledge")
				: texts("next.acknowledge_by", { at: momentText(letter.receiptDueAt) });
		case "ANSWER":
			return letter.dueAt === null ? texts("next.answer") : texts("next.answer_by", { at: momentText(letter.dueAt) });
		case "SENDER":
			return texts("next.sender");
		case "OTHER_AGENCY":
			return texts("next.other_agency");
		case "NOTHING":
			return howItEnded(texts, letter);
	}
}

function howItEnded(texts: Texts, letter: Letter): string {
	const reason = letter.closedBecause === "" ? "" : choiceWord(texts, letter.closedBecause);
	switch (letter.standing) {
		case "ANSWERED":
			return answered(texts, letter);
		case "NOT_AWAITED":
			return texts(letter.registerNumber === "" ? "next.register" : "next.not_awaited");
		case "NO_ANSWER":
			return texts("next.no_answer", { reason });
		case "RETURNED":
			return texts("next.returned", { reason });
		case "MERGED":
			return texts("next.merged");
		default:
			return texts("next.settled");
	}
}

function answered(texts: Texts, { answeredAt, answeredBy, workingSeconds }: Letter): string {
	const key = answeredBy === "ELSEWHERE" ? "next.answered_elsewhere" : "next.answered";
	return texts(key, { at: momentText(answeredAt ?? ""), duration: durationText(texts, workingSeconds) });
}

/** Small labels beside the class; words, never colours alone. */
export function badges(texts: Texts, letter: Letter): TemplateResult {
	const { urgency, overdue, recalled, disputed, shielded } = letter;
	return html`
		${shielded === true ? badge("warning", texts("letter.shielded")) : nothing}
		${urgency === "" ? nothing : badge("danger", choiceWord(texts, urgency))}
		${overdue ? badge("danger", texts("times.overdue")) : nothing}
		${recalled === "" ? nothing : badge("warning", texts(`recalled.${recalled}` as "recalled.recalled"))}
		${disputed ? badge("warning", texts("letter.disputed")) : nothing}
	`;
}

function badge(tone: "danger" | "warning", words: string): TemplateResult {
	return html`<span class=${`badge badge-${tone}`}>${words}</span>`;
}

/** What is known, as pairs; only what is there. */
export function facts(
	texts: Texts,
	letter: Letter,
	matters: readonly Matter[],
): readonly (readonly [string, string])[] {
	const isOver = letter.answeredAt !== null || letter.expected === "NOTHING";
	const pairs: (readonly [string, string | null])[] = [
		[texts("fact.received"), momentText(letter.receivedAt)],
		[
			texts("fact.waited"),
			isOver ? null : texts("fact.waited_time", { time: durationText(texts, letter.workingSeconds) }),
		],
		[texts("fact.due"), isOver || letter.dueAt === null ? null : momentText(letter.dueAt)],
		[texts("fact.matter"), letter.matter === "" ? null : matterName(matters, letter.matter)],
		[texts("fact.register"), letter.registerNumber || null],
		[texts("fact.paper"), paperOf(texts, letter)],
		[texts("fact.task"), letter.taskDueOn === null ? null : dayText(letter.taskDueOn)],
		[texts("fact.dossiers"), letter.dossiers.join(", ") || null],
		[texts("fact.satisfied"), letter.satisfied === null ? null : texts(`satisfied.${letter.satisfied}`)],
		[texts("fact.code"), letter.referenceCode],
	];
	return pairs.flatMap(([name, value]) => (value === null ? [] : [[name, value] as const]));
}

/** What the agency's own boxes did; a box is named where it is not the one the letter came to first. */
export function boxFacts(
	texts: Texts,
	{ letter: { mailbox }, boxes, boxesForgotten }: Pick<LetterFile, "letter" | "boxes" | "boxesForgotten">,
): readonly (readonly [string, string])[] {
	if (boxes.length === 0 && boxesForgotten) return [[texts("fact.opened"), texts("fact.forgotten")]];
	const pairs = boxes.flatMap((box) => {
		const named = (at: string) => (box.mailbox === mailbox ? momentText(at) : `${momentText(at)} (${box.mailbox})`);
		return [
			[texts("fact.opened"), box.openedAt === null ? null : named(box.openedAt)] as const,
			[texts("fact.receipt_sent"), box.receiptSentAt === null ? null : named(box.receiptSentAt)] as const,
		];
	});
	return pairs.flatMap(([name, value]) => (value === null ? [] : [[name, value] as const]));
}

function paperOf(texts: Texts, { paperSymbol, paperOn }: Letter): string | null {
	if (paperSymbol === "") return null;
	return paperOn === null ? paperSymbol : texts("fact.paper_of", { symbol: paperSymbol, on: dayText(paperOn) });
}
