// A paper on its way to be issued: what it says of itself, as the clerk may correct it, and who gets it.

import type { IssuedInput } from "../../api/generated.ts";
import { type DocumentForm, entriesToResolve, type Finding, type PlannedLine, symbolOf } from "../../core/index.ts";
import type { LineReason } from "./closed_lists.ts";

export interface ChosenLine extends PlannedLine {
	/** Whether it goes into the letter. */
	readonly sends: boolean;
	readonly reason: LineReason | null;
}

export interface IssueDraft {
	readonly file: File | null;
	/** Of a file that is in the letter already nothing is attached again. */
	readonly attached: boolean;
	readonly finding: Finding;
	readonly symbol: string;
	readonly kind: string;
	/** ISO date, or empty. */
	readonly issuedOn: string;
	readonly pages: number | null;
	readonly copies: number;
	readonly subject: string;
	/** One entry of "Nơi nhận" a line. */
	readonly entries: string;
	readonly lines: readonly ChosenLine[];
}

export type Fault = "symbol" | "date" | "lines";

export function draftOf(finding: Finding, file: File | null, pages: number | null): IssueDraft {
	const paper = finding.document;
	return {
		file,
		attached: file === null,
		finding,
		symbol: paper.number ?? "",
		kind: paper.kind ?? "",
		issuedOn: paper.issuedOn ?? "",
		pages,
		copies: 1,
		subject: subjectOf(paper),
		entries: entriesToResolve(paper).join("\n"),
		lines: [],
	};
}

/** A line goes into the letter unless the directory is not sure of it, or another channel carries such papers there. */
export function chosenLines(planned: readonly PlannedLine[]): ChosenLine[] {
	return planned.map((line) => ({
		...line,
		sends: line.certainty === "sure" && line.channel === "MAIL",
		reason: line.certainty === "ask" ? null : reasonOf(line.channel),
	}));
}

function reasonOf(channel: PlannedLine["channel"]): LineReason | null {
	return channel === "SYSTEM" ? "OTHER_SYSTEM" : channel === "PAPER" ? "PAPER_ONLY" : null;
}

/** Whether the reason of not writing is asked for at this line: of a question once, while no candidate is chosen. */
export function asksReason(lines: readonly ChosenLine[], line: ChosenLine): boolean {
	if (line.sends || line.question === null) return !line.sends;
	const candidates = lines.filter(({ question }) => question === line.question);
	return candidates[0] === line && !candidates.some(({ sends }) => sends);
}

/** The lines as they count: of a question the candidates chosen, or one line whose recipient nobody has named yet. */
export function countedLines(lines: readonly ChosenLine[]): ChosenLine[] {
	return lines.flatMap((line) => {
		if (line.question === null || line.sends) return [line];
		return asksReason(lines, line) ? [{ ...line, recipientCode: "", recipientName: "", address: "" }] : [];
	});
}

export function entriesOf(draft: IssueDraft): string[] {
	return draft.entries
		.split("\n")
		.map((entry) => entry.trim())
		.filter((entry) => entry !== "");
}

/** What stands in the way of issuing it. */
export function faultOf(draft: IssueDraft): Fault | null {
	if (symbolOf(draft.symbol) === null) return "symbol";
	if (!/^\d{4}-\d{2}-\d{2}$/u.test(draft.issuedOn)) return "date";
	return draft.lines.length === 0 ? "lines" : null;
}

/** What the backend keeps: never the subject. */
export function inputOf(draft: IssueDraft): IssuedInput {
	return {
		fingerprint: draft.finding.fingerprint,
		symbol: symbolOf(draft.symbol) ?? "",
		kind: draft.kind,
		issuedOn: draft.issuedOn,
		pages: draft.pages,
		copies: draft.copies,
		lines: countedLines(draft.lines).map(({ entry, text, recipientCode, address, sends, reason }) => ({
			entry,
			text: text.slice(0, 300),
			recipientCode,
			address,
			reason: sends ? null : reason,
		})),
	};
}

export function addressesOf(draft: IssueDraft): string[] {
	return draft.lines.flatMap(({ sends, address }) => (sends && address !== "" ? [address] : []));
}

function subjectOf({ number, subject }: DocumentForm): string {
	return [number, subject].filter((part) => part !== null && part !== "").join(" – ");
}
