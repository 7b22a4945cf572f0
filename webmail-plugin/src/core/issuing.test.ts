import { describe, expect, it } from "vitest";
import { NO_FORM } from "./index.ts";
import { entriesToResolve, pagesOfPdf, planLines } from "./issuing.ts";
import type { BlankReason, RecipientEntry, RecipientMatch } from "./recipients.ts";

const FINANCE = { agencyName: "Sở Tài chính", agencyCode: "H55.07", address: "SoTaiChinh@thainguyen.gov.vn" };
const HEALTH = { agencyName: "Sở Y tế", agencyCode: "H55.08", address: "soyte@thainguyen.gov.vn" };
const OWN = { agencyName: "Sở KH&CN", agencyCode: "H55.05", address: "sokhcn@thainguyen.gov.vn" };

type Named = typeof FINANCE;

function match(named: Named): RecipientMatch {
	return { ...named, score: 1, reason: "EXACT_NAME", predecessor: null, channels: [] };
}

function entry(text: string, ...named: Named[]): RecipientEntry {
	const settled = { questions: [], blanks: [], memories: [] };
	return { text, group: named.length > 1, internal: false, matches: named.map(match), ...settled };
}

function asked(text: string, ...named: Named[]): RecipientEntry {
	const question = { text, reason: "CONFUSABLE" as const, predecessor: null, candidates: named.map(match) };
	return { ...entry(text), questions: [question] };
}

function blank(text: string, reason: BlankReason, name?: string): RecipientEntry {
	return { ...entry(text), blanks: [{ text, reason, agency: name === undefined ? null : { name } }] };
}

function plan(entries: readonly RecipientEntry[], kind: string | null = "CV") {
	return planLines(
		entries.map(({ text }) => text),
		entries,
		kind,
		"H55.05",
	);
}

describe("recipients of an issued paper", () => {
	it("stand one by one, each agency once, without the own one and what is kept", () => {
		const kept = blank("Lưu: VT", "FILE");
		const lines = plan([entry("Sở Tài chính", FINANCE), entry("Các sở", OWN, FINANCE, HEALTH), kept]);
		expect(lines.map(({ entry: from, recipientName, address }) => [from, recipientName, address])).toEqual([
			[1, "Sở Tài chính", "sotaichinh@thainguyen.gov.vn"],
			[2, "Sở Y tế", "soyte@thainguyen.gov.vn"],
		]);
	});

	it("of whom the directory is not sure are asked about, and those it does not know stay to be explained", () => {
		const lines = plan([
			asked("Phú Lương", HEALTH, FINANCE),
			blank("Bà A", "UNKNOWN"),
			blank("Sở Y tế", "NO_MAILBOX", "Sở Y tế"),
			blank("Như trên", "AS_ABOVE"),
		]);
		expect(lines.map(({ certainty, recipientName }) => [certainty, recipientName])).toEqual([
			["ask", "Sở Y tế"],
			["ask", "Sở Tài chính"],
			["nobody", ""],
			["nobody", "Sở Y tế"],
		]);
	});

	it("are no question where another line names them surely", () => {
		const lines = plan([asked("Phú Lương", HEALTH, FINANCE), entry("Sở Tài chính", FINANCE)]);
		expect(lines.map(({ entry: from, certainty, recipientName }) => [from, certainty, recipientName])).toEqual([
			[1, "ask", "Sở Y tế"],
			[2, "sure", "Sở Tài chính"],
		]);
	});

	it("who take papers of this kind elsewhere are told so", () => {
		const channels = [
			{ kind: null, channel: "MAIL" as const },
			{ kind: "QĐ", channel: "SYSTEM" as const },
		];
		const known: RecipientEntry = { ...entry("Sở Y tế"), matches: [{ ...match(HEALTH), channels }] };
		expect(plan([known], "QĐ")[0]?.channel).toBe("SYSTEM");
		expect(plan([known], "CV")[0]?.channel).toBe("MAIL");
	});

	it("of a paper that says “Như trên” are those it is addressed to, too", () => {
		const paper = { ...NO_FORM, kinhGui: ["Sở Tài chính"], noiNhan: ["Như trên", "Lưu: VT"] };
		expect(entriesToResolve(paper)).toEqual(["Sở Tài chính", "Như trên", "Lưu: VT"]);
		expect(entriesToResolve({ ...paper, noiNhan: ["Như Điều 3"] })).toEqual(["Như Điều 3"]);
	});
});

describe("pages of a PDF", () => {
	const bytes = (text: string) => new TextEncoder().encode(text);

	it("are those of its whole tree", () => {
		expect(pagesOfPdf(bytes("%PDF-1.7\n<< /Type /Pages /Kids [3 0 R] /Count 12 >> << /Count 4 /Type /Pages >>"))).toBe(
			12,
		);
	});

	it("are not guessed where it does not say them in plain", () => {
		expect(pagesOfPdf(bytes("%PDF-1.7 stream"))).toBeNull();
		expect(pagesOfPdf(bytes("PK /Type /Pages /Count 3"))).toBeNull();
	});
});
