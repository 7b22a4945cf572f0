// The words of what can be done about a letter: of its fields, and of the codes of the closed lists.

import type { TextKey, Texts } from "../texts.ts";
import type { Deed, Field } from "./deeds.ts";
import type { Matter } from "./letter_desk.ts";

/** Where the same field means another thing. */
const LABELS: Readonly<Record<string, TextKey>> = {
	"REGISTERED.number": "field.register_number",
	"ANSWERED_ELSEWHERE.number": "field.answer_number",
	"ASSIGNED.dueOn": "field.task_due",
	"EXTENDED.dueOn": "field.new_due",
	"ANSWER_ASKED.dueOn": "field.asked_due",
	...instead("REPLACED"),
	...instead("CORRECTED"),
};

function instead(act: "REPLACED" | "CORRECTED"): Record<string, TextKey> {
	return {
		[`${act}.paperSymbol`]: "field.new_paper_symbol",
		[`${act}.paperOn`]: "field.new_paper_on",
		[`${act}.messageId`]: "field.new_message",
	};
}

const PLAIN = {
	number: "field.number",
	dueOn: "field.due",
	reason: "field.reason",
	paperSymbol: "field.paper_symbol",
	paperOn: "field.paper_on",
	urgency: "field.urgency",
	lead: "field.lead",
	helpers: "field.helpers",
	senderClass: "field.sender_class",
	matter: "field.matter",
	channel: "field.channel",
	answeredAt: "field.answered_at",
	answerer: "field.answerer",
	agency: "field.agency",
	into: "field.into",
	on: "field.on",
	messageId: "field.number",
	withdraws: "field.number",
} as const satisfies Record<Field["name"], TextKey>;

export function labelOf(texts: Texts, { act }: Deed, { name, required }: Field): string {
	const label = texts(LABELS[`${act}.${name}`] ?? PLAIN[name]);
	return required ? label : texts("field.optional", { label });
}

/** The words of a code; of a code that a newer backend sends, the code itself. */
export function choiceWord(texts: Texts, code: string): string {
	const key = `code.${code}`;
	return texts.has(key) ? texts(key) : code;
}

export function matterName(matters: readonly Matter[], key: string): string {
	return matters.find((matter) => matter.key === key)?.name ?? key;
}
