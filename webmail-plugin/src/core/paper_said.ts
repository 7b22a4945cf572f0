// What a paper says that came with a letter, as far as it fills what a clerk notes. Of a paper that carries a mark, may
// carry one, or could not be read whole, nothing is said.

import { findAskedTerm } from "./asked_term.ts";
import { findHandling, type Handling } from "./handling_note.ts";
import type { DocumentForm, Extraction, Finding } from "./verdict.ts";

export interface PaperSaid {
	/** "" where it is not said, here and below. */
	readonly paperSymbol: string;
	/** ISO */
	readonly paperOn: string;
	readonly urgency: string;
	readonly addressees: readonly string[];
	/** The last day by which an answer is asked for, ISO, and where that stands. */
	readonly askedOn: string;
	readonly askedIn: string;
	readonly handling: Handling | null;
}

const MOST_LINES = 2000;
const MAY_BE_READ: ReadonlySet<Finding["secrecy"]> = new Set(["none", "restricted"]);

/** Null where nothing may be, or is, said. @param receivedOn the day the letter came, ISO */
export function paperSaid(
	finding: Pick<Finding, "secrecy" | "unreadableReason" | "document">,
	extraction: Extraction,
	receivedOn: string,
): PaperSaid | null {
	if (!MAY_BE_READ.has(finding.secrecy) || finding.unreadableReason !== null) return null;
	const lines = extraction.parts.flatMap(({ pages }) => pages.flatMap((page) => page.lines)).slice(0, MOST_LINES);
	const asked = findAskedTerm(lines, receivedOn);
	const said = {
		...formSaid(finding.document),
		askedOn: asked?.dueOn ?? "",
		askedIn: asked?.sentence ?? "",
		handling: findHandling(lines, receivedOn),
	};
	const isEmpty = said.paperSymbol === "" && said.askedOn === "" && said.handling === null;
	return isEmpty ? null : said;
}

function formSaid({ number, issuedOn, urgency, kinhGui }: DocumentForm) {
	return { paperSymbol: number ?? "", paperOn: issuedOn ?? "", urgency: urgency ?? "", addressees: kinhGui };
}
