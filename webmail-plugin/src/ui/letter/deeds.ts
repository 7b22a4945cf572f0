// What a clerk can do about a letter, by who wrote it and how it stands: few in sight, the likely one first.

import type { ActInput, LetterFactsFragment } from "../../api/generated.ts";
import type { Handling } from "../../core/handling_note.ts";
import { CHANNELS, type Noted, REASONS, type RECALLS, SENDER_CLASSES, URGENCIES } from "./closed_lists.ts";

export type Letter = LetterFactsFragment;
export type Said = Omit<ActInput, "id" | "letter" | "act" | "person">;
export type FieldName = keyof Said;

/** One thing to fill in. `agency`, `letter`, `message` and `matter` are chosen among what is found for them. */
export interface Field {
	readonly name: FieldName;
	readonly kind: "text" | "day" | "moment" | "choice" | "agency" | "letter" | "message" | "matter";
	readonly choices: readonly string[];
	readonly required: boolean;
	/** As it is proposed; "" for nothing. */
	readonly value: string;
}

export interface Deed {
	readonly act: Noted | (typeof RECALLS)[number];
	/** Empty: one press does it, unless what follows from it is to be read first. */
	readonly fields: readonly Field[];
	/** What the proposal was read from, for the clerk's eyes only. */
	readonly quote: string;
}

export interface Deeds {
	readonly main: readonly Deed[];
	readonly more: readonly Deed[];
}

/** What the letter itself says, as far as it could be read; "" where it could not. */
export interface Proposals {
	readonly paperSymbol: string;
	readonly paperOn: string;
	readonly urgency: string;
	readonly askedOn: string;
	readonly askedIn: string;
	/** The file in which that stands; "" for the letter itself. */
	readonly askedFrom: string;
	/** Whom the paper is addressed to, as written. */
	readonly addressees: string;
	/** Whom a typed note gives it to. */
	readonly handling: Handling;
	readonly matter: string;
	/** Who acts, by name. */
	readonly person: string;
	/** The moment now, in Vietnam, to the minute: "2026-11-27T08:00". */
	readonly now: string;
	readonly recallIsDone: boolean;
	/** Whether the paper was laid before the leader. */
	readonly isSubmitted: boolean;
	/** Whether the matter's term begins with a valid paper alone. */
	readonly needsPaper: boolean;
}

/** In a form of its own each: what stands beside "sửa" and "đổi". */
export function correction(act: "CLASSIFIED" | "MATTER_SET", letter: Letter, proposed: Proposals): Deed {
	return act === "CLASSIFIED"
		? deed(act, choice("senderClass", SENDER_CLASSES, letter.senderClass.toLowerCase()))
		: deed(act, field("matter", "matter", letter.matter || proposed.matter));
}

export function deedsFor(letter: Letter, proposed: Proposals): Deeds {
	const recall = letter.recalled !== "" && !proposed.recallIsDone ? [deed("RECALL_DONE")] : [];
	const { main, more } =
		letter.senderClass === "AGENCY" ? ofAgency(letter, proposed) : ofCitizenOrBusiness(letter, proposed);
	const dispute = letter.disputed ? deed("DISPUTE_CLOSED") : sayingWhy("DISPUTED", REASONS.DISPUTED);
	return { main: [...recall, ...main], more: [...more, ...shielding(letter), dispute] };
}

/** For the named receivers only, or for everybody again; the second is a named receiver's alone to say. */
function shielding({ shielded, senderClass }: Letter): readonly Deed[] {
	if (shielded === true) return [deed("UNSHIELDED")];
	return senderClass === "AGENCY" ? [] : [deed("SHIELDED")];
}

function ofAgency(letter: Letter, proposed: Proposals): Deeds {
	if (isClosed(letter)) return closed(letter.registerNumber === "" ? [register(letter, proposed)] : []);
	const asked = { ...deed("ANSWER_ASKED", field("dueOn", "day", proposed.askedOn, false)), quote: proposed.askedIn };
	const { lead, helpers, dueOn } = proposed.handling;
	const assign = deed(
		"ASSIGNED",
		field("lead", "text", lead),
		field("helpers", "text", helpers, false),
		field("dueOn", "day", dueOn, false),
	);
	const receive = letter.acknowledgedAt === null ? [deed("ACKNOWLEDGED")] : [];
	const first = letter.registerNumber === "" ? [register(letter, proposed)] : [];
	const returned = sayingWhy("RETURNED", REASONS.RETURNED);
	const submit = proposed.isSubmitted ? [] : [deed("SUBMITTED")];
	// an urgent paper is laid before the leader at once (NĐ 30/2020/NĐ-CP, Điều 23.1)
	const steps =
		letter.urgency === "" ? [...receive, ...first, ...submit, assign] : [...submit, ...receive, ...first, assign];
	if (letter.awaitsAnswer) {
		const rest = [extend(), noAnswer(), deed("SETTLED"), merge(), returned];
		return { main: [...steps, elsewhere(proposed)], more: rest };
	}
	return { main: steps, more: [asked, returned, deed("SETTLED")] };
}

function ofCitizenOrBusiness(letter: Letter, proposed: Proposals): Deeds {
	if (isClosed(letter)) return closed([]);
	const paper = proposed.needsPaper ? [deed("VALID_PAPER", field("on", "day", proposed.now.slice(0, 10)))] : [];
	const rest = [deed("PASSED_ON", field("agency", "agency", "")), extend(), deed("SETTLED"), merge(), ...paper];
	// an answer during the sender's turn is the question to the sender: the letter has to come back first
	if (letter.standing === "SENDERS_TURN") return { main: [deed("REOPENED"), deed("SETTLED"), noAnswer()], more: [] };
	return { main: [deed("SENDERS_TURN"), elsewhere(proposed), noAnswer()], more: rest };
}

function closed(first: readonly Deed[]): Deeds {
	return { main: first, more: [deed("REOPENED")] };
}

function isClosed({ standing }: Letter): boolean {
	return standing !== "OPEN" && standing !== "SENDERS_TURN" && standing !== "NOT_AWAITED";
}

/** Whether it is handed in with a form. Shielding may take the letter from the sight of whoever does it, and the
 *  contrary shows it to others. */
export function hasForm({ act, fields }: Deed): boolean {
	return fields.length > 0 || act === "SHIELDED" || act === "UNSHIELDED";
}

/** A deed that says nothing but why. */
export function sayingWhy(act: Deed["act"], reasons: readonly string[]): Deed {
	return deed(act, choice("reason", reasons, ""));
}

/** Of a paper replaced or corrected: why, and which one stands instead, as far as that is known by now. */
export function sayingInstead(act: Deed["act"], reasons: readonly string[]): Deed {
	const message = field("messageId", "message", "", false);
	return deed(act, choice("reason", reasons, ""), text("paperSymbol"), field("paperOn", "day", "", false), message);
}

function register(letter: Letter, proposed: Proposals): Deed {
	return deed(
		"REGISTERED",
		field("number", "text", ""),
		field("paperSymbol", "text", letter.paperSymbol || proposed.paperSymbol, false),
		field("paperOn", "day", letter.paperOn ?? proposed.paperOn, false),
		{ ...choice("urgency", URGENCIES, letter.urgency || proposed.urgency), required: false },
	);
}

function elsewhere(proposed: Proposals): Deed {
	return deed(
		"ANSWERED_ELSEWHERE",
		choice("channel", CHANNELS, ""),
		text("number"),
		field("answeredAt", "moment", proposed.now),
		field("answerer", "text", proposed.person),
	);
}

function extend(): Deed {
	return deed("EXTENDED", field("dueOn", "day", ""), choice("reason", REASONS.EXTENDED, ""));
}

function noAnswer(): Deed {
	return sayingWhy("NO_ANSWER_NEEDED", REASONS.NO_ANSWER_NEEDED);
}

function merge(): Deed {
	return deed("MERGED", field("into", "letter", ""));
}

function deed(act: Deed["act"], ...fields: Field[]): Deed {
	return { act, fields, quote: "" };
}

function field(name: FieldName, kind: Field["kind"], value: string, required = true): Field {
	return { name, kind, choices: [], required, value };
}

function text(name: FieldName): Field {
	return field(name, "text", "", false);
}

function choice(name: FieldName, choices: readonly string[], value: string): Field {
	return { name, kind: "choice", choices, required: true, value: choices.includes(value) ? value : "" };
}
