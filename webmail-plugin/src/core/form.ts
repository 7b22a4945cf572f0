// What a paper says of itself (NĐ 30/2020): number, date, kind, subject, urgency, addressees, recipients. Recognition
// goes by plain letters, so that HOÀ and HÒA, composed and decomposed text and lost tone marks read alike; what is
// reported is the text as it stands. Twin of backend/documents/form.py, both held to rules/conformance/form.json.

import { findAddressees, findRecipients } from "./form/blocks.ts";
import { findDate, type PlacedDate } from "./form/date.ts";
import { findTitle, findUrgency, letterSubject, subjectBehind, titleSubject } from "./form/head.ts";
import { COPIES, type KindTable, OFFICIAL_LETTER } from "./form/kinds.ts";
import { Line } from "./form/line.ts";
import { findSymbol, type PlacedSymbol } from "./form/symbol.ts";
import type { DocumentKind } from "./rule.ts";
import type { DocumentForm, Page } from "./verdict.ts";

export { KindTable } from "./form/kinds.ts";

/** The form of what is no paper, or of none that could be read. */
export const NO_FORM: DocumentForm = {
	kind: null,
	kindName: null,
	number: null,
	issuedOn: null,
	subject: null,
	urgency: null,
	kinhGui: [],
	noiNhan: [],
};

const HEAD_LINES = 80;
const BODY_BEGINS = /^(?:kinh gui|can cu |noi nhan|dieu 1[. ])/u;
const MOTTO = "doc lap - tu do";

/** The lines of a first page down to where the body begins, and what was found among them. */
interface Head {
	readonly lines: readonly Line[];
	readonly placed: PlacedSymbol | null;
	readonly dated: PlacedDate | null;
}

/** Read one part. Of an office file every page numbered 1 may hold the head (a letterhead in a page header). */
export function readForm(pages: readonly Page[], kinds: KindTable): DocumentForm {
	const read = pages.map(({ number, lines }) => {
		return { number, lines: lines.map((raw) => new Line(raw)).filter((line) => line.initial !== "") };
	});
	const firstPages = read.filter((page) => page.number === 1).map((page) => page.lines);
	const everything = read.flatMap((page) => page.lines);
	const head = bestHead(firstPages.map((lines) => headOf(lines, kinds)));
	const { kind: ownKind, subject } = kindAndSubject(head, kinds);
	const kind = copyKind(everything, kinds) ?? ownKind;
	const reported = kind === null || kind.outside === true ? null : kind;
	return {
		kind: reported?.code ?? null,
		kindName: reported?.name ?? null,
		number: head.placed?.symbol.number ?? null,
		issuedOn: head.dated?.date ?? null,
		subject,
		urgency: findUrgency(firstPages.flatMap((lines) => lines.slice(0, HEAD_LINES))),
		kinhGui: firstPages.map((lines) => findAddressees(lines, HEAD_LINES)).find((found) => found.length > 0) ?? [],
		noiNhan: findRecipients(everything),
	};
}

function headOf(lines: readonly Line[], kinds: KindTable): Head {
	const placed = findSymbol(lines.slice(0, HEAD_LINES), kinds);
	const begins = lines.slice(0, HEAD_LINES).findIndex((line) => BODY_BEGINS.test(line.plain));
	const ends = begins === -1 ? HEAD_LINES : begins;
	const isOwn = placed !== null && placed.index <= ends; // else another paper's number, in the body
	return { lines, placed: isOwn ? placed : null, dated: findDate(lines.slice(0, ends)) };
}

/** The first page that has a number, else a date, else the first. */
function bestHead(heads: readonly Head[]): Head {
	const numbered = heads.find((head) => head.placed !== null);
	const dated = heads.find((head) => head.dated !== null);
	return numbered ?? dated ?? heads[0] ?? { lines: [], placed: null, dated: null };
}

interface KindAndSubject {
	readonly kind: DocumentKind | null;
	readonly subject: string | null;
}

/** The symbol decides the kind; without one that names a kind, the title line; else a letter is a công văn. */
function kindAndSubject(head: Head, kinds: KindTable): KindAndSubject {
	const symbol = head.placed?.symbol ?? null;
	const letter = kinds.byCode.get(OFFICIAL_LETTER) ?? null;
	const bySymbol = symbol === null ? null : (kinds.byAbbreviation.get(symbol.kindSign) ?? null);
	const beside = symbol === null ? null : subjectBehind(symbol.rest);
	const about = beside ?? letterSubject(head.lines, untilBody(head.lines).length);
	const saysAbout = about !== null && (beside !== null || startsWithV(head));
	if (bySymbol === null && saysAbout && (symbol !== null || isAddressed(head))) return { kind: letter, subject: about };
	const title = findTitle(untilBody(head.lines), kinds, below(head));
	if (title !== null) {
		const subject = titleSubject(head.lines.slice(title.index + 1), title.more);
		return { kind: bySymbol ?? title.kind, subject };
	}
	return { kind: symbol === null ? null : (bySymbol ?? letter), subject: about };
}

/** Whether the subject is said the way of a công văn, V/v. */
function startsWithV(head: Head): boolean {
	return untilBody(head.lines).some((line) => /^\(?v ?\/ ?v/u.test(line.plain));
}

function isAddressed(head: Head): boolean {
	return head.lines.some((line) => line.plain.startsWith("kinh gui"));
}

function untilBody(lines: readonly Line[]): readonly Line[] {
	const begins = lines.slice(0, HEAD_LINES).findIndex((line) => BODY_BEGINS.test(line.plain));
	return lines.slice(0, begins === -1 ? HEAD_LINES : begins);
}

function below(head: Head): number {
	const motto = head.lines.slice(0, HEAD_LINES).findIndex((line) => line.plain.startsWith(MOTTO));
	return Math.max(head.placed?.index ?? -1, motto);
}

/** A copy says so by its own symbol ("Số: 02/SY-VP") or a line of its own, wherever on the paper. */
function copyKind(lines: readonly Line[], kinds: KindTable): DocumentKind | null {
	for (const [index, line] of lines.entries()) {
		if (line.initial !== "s" && line.initial !== "t") continue; // "Số: 02/SY-VP", "SAO Y", "TRÍCH SAO"
		const kind = line.plain.startsWith("so")
			? kinds.byAbbreviation.get(findSymbol(lines.slice(index, index + 1), kinds)?.symbol.kindSign ?? "")
			: copyTitle(line, kinds);
		if (kind !== undefined && COPIES.has(kind.code)) return kind;
	}
	return null;
}

function copyTitle(line: Line, kinds: KindTable): DocumentKind | undefined {
	const mayBe = (line.plain.startsWith("sao") || line.plain.startsWith("trich")) && line.inCapitals;
	return mayBe ? kinds.byTitle.get(line.title.replaceAll(" ", "")) : undefined;
}
