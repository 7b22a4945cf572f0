// What a letter itself says about what to note. Everything is found on the page; only what the clerk hands in leaves it.

import { findAskedTerm } from "../../core/asked_term.ts";
import { KindTable, readForm } from "../../core/form.ts";
import { findHandling } from "../../core/handling_note.ts";
import type { Reading } from "../../hosts/host.ts";
import { URGENCIES } from "./closed_lists.ts";
import type { Letter, Proposals } from "./deeds.ts";
import type { LetterFile, Matter } from "./letter_desk.ts";
import { NO_PAPERS, type Papers } from "./paper_files.ts";

const NO_KINDS = new KindTable([]); // number, date and urgency are read without them

export function proposalsOf(
	reading: Reading,
	{ letter, acts, matters }: LetterFile,
	person: string,
	papers: Papers = NO_PAPERS,
): Proposals {
	const paper = letter.senderClass === "AGENCY" ? withFiles(paperOf(reading, letter), papers) : NO_PAPER;
	const matter = letter.senderClass === "AGENCY" ? null : matterNamed(reading.subject(), matters);
	return {
		...paper,
		matter: matter?.key ?? "",
		person,
		now: minuteInVietnam(new Date()),
		recallIsDone: acts.some(({ act }) => act === "RECALL_DONE"),
		isSubmitted: acts.some(({ act }) => act === "SUBMITTED"),
		needsPaper: matters.some(({ key, needsPaper }) => key === letter.matter && needsPaper),
	};
}

const NO_HANDLING = { lead: "", helpers: "", dueOn: "" };
const NO_PAPER = {
	...{ paperSymbol: "", paperOn: "", urgency: "", askedOn: "", askedIn: "", askedFrom: "", addressees: "" },
	handling: NO_HANDLING,
};

/** The day a letter came, in Vietnam. */
export function receivedOn(letter: Letter): string {
	return minuteInVietnam(new Date(letter.receivedAt)).slice(0, 10);
}

/** The paper itself knows better than the letter that brings it, number and day together. */
function withFiles(body: typeof NO_PAPER, { said, name }: Papers): typeof NO_PAPER {
	if (said === null) return body;
	const paper = said.paperSymbol === "" ? body : said;
	const asked = said.askedOn === "" ? body : { askedOn: said.askedOn, askedIn: said.askedIn, askedFrom: name };
	return {
		paperSymbol: paper.paperSymbol,
		paperOn: paper.paperOn,
		urgency: URGENCIES.find((urgency) => urgency === said.urgency) ?? body.urgency,
		addressees: said.addressees.join("; "),
		handling: said.handling ?? body.handling,
		askedOn: asked.askedOn,
		askedIn: asked.askedIn,
		askedFrom: asked.askedFrom,
	};
}

function paperOf(reading: Reading, letter: Letter): typeof NO_PAPER {
	const lines = reading.bodyLines();
	const form = readForm([{ number: 1, lines }], NO_KINDS);
	const asked = findAskedTerm(lines, receivedOn(letter));
	return {
		paperSymbol: form.number ?? symbolIn(reading.subject()),
		paperOn: form.issuedOn ?? "",
		urgency: URGENCIES.find((urgency) => urgency === form.urgency) ?? "",
		askedOn: asked?.dueOn ?? "",
		askedIn: asked?.sentence ?? "",
		askedFrom: "",
		addressees: form.kinhGui.join("; "),
		handling: findHandling(lines, receivedOn(letter)) ?? NO_HANDLING,
	};
}

const SYMBOL = /(?<![\p{L}0-9/.-])[0-9]{1,6}\/(?:[12][0-9]{3}\/)?\p{Lu}[\p{L}0-9&.]*-[\p{L}0-9&.-]*[\p{L}0-9]/u;

/** Clerks write it into the subject: "CV 123/UBND-VX về việc …". */
function symbolIn(subject: string): string {
	return SYMBOL.exec(subject.normalize("NFC"))?.[0] ?? "";
}

/** The first matter one of whose phrases stands in the subject. */
function matterNamed(subject: string, matters: readonly Matter[]): Matter | null {
	const said = subject.normalize("NFC").toLowerCase();
	return matters.find(({ phrases }) => phrases.some((phrase) => said.includes(phrase))) ?? null;
}

/** "2026-11-27T08:00" */
export function minuteInVietnam(moment: Date): string {
	return new Date(moment.getTime() + 7 * 3_600_000).toISOString().slice(0, 16);
}

/** A minute chosen in Vietnam's time as a moment with its zone: after what is known to have happened within it. */
export function momentChosen(minute: string, known: readonly string[]): string {
	const within = known.map((at) => Date.parse(at)).filter((at) => minuteInVietnam(new Date(at)) === minute);
	return within.length === 0 ? `${minute}:00+07:00` : new Date(Math.max(...within) + 1).toISOString();
}
