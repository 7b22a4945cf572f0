import { describe, expect, it } from "vitest";
import { normaliseAddress } from "./addresses.ts";
import {
	byChannel,
	channelOf,
	type KindChannel,
	missingRecipients,
	type RecipientEntry,
	type RecipientMatch,
	ringOfAddress,
} from "./recipients.ts";

function match(agencyCode: string, address: string, said: Partial<RecipientMatch> = {}): RecipientMatch {
	const sure = { score: 1, reason: "EXACT_NAME", predecessor: null, channels: [] } as const;
	return { agencyCode, agencyName: `Cơ quan ${agencyCode}`, address, ...sure, ...said };
}

function entry(text: string, matches: RecipientMatch[], said: Partial<RecipientEntry> = {}): RecipientEntry {
	return { text, group: false, internal: false, matches, questions: [], blanks: [], memories: [], ...said };
}

/** What is asked for: the address of an agency, the text of anything else. */
function missing(entries: RecipientEntry[], present: string[]): string[] {
	return missingRecipients(entries, present).map((one) => {
		if (one.kind === "agency") return one.match.address;
		return `${one.kind}: ${one.kind === "question" ? one.question.text : one.blank.reason}`;
	});
}

const FINANCE = match("H55.07", "sotaichinh@thainguyen.gov.vn");
const INTERIOR = match("H55.09", "sonoivu@thainguyen.gov.vn");
const HEALTH = match("H55.11", "soyte@thainguyen.gov.vn");

describe("missing recipients", () => {
	it("are those that To, Cc and Bcc do not answer, in the order of the paper", () => {
		const entries = [entry("Sở Y tế", [HEALTH]), entry("Sở Tài chính", [FINANCE]), entry("Sở Nội vụ", [INTERIOR])];
		expect(missing(entries, ["SoTaiChinh@thainguyen.gov.vn"])).toEqual([
			"soyte@thainguyen.gov.vn",
			"sonoivu@thainguyen.gov.vn",
		]);
	});

	it("are never those of Lưu: VT", () => {
		expect(missing([entry("Lưu: VT, VX", [], { internal: true })], [])).toEqual([]);
	});

	it("are also those the directory has no address for, but not the sender's own house", () => {
		const blank = (text: string, reason: "UNKNOWN" | "FILE") => ({ text, reason, agency: null });
		const both = entry("Hội Làm vườn; Lưu: VT", [], {
			blanks: [blank("Hội Làm vườn", "UNKNOWN"), blank("Lưu", "FILE")],
		});
		expect(missing([both], [])).toEqual(["nobody: UNKNOWN"]);
	});

	it("are content with any box of the agency", () => {
		const boxes = [FINANCE, match("H55.07", "giamdoc.sotaichinh@thainguyen.gov.vn")];
		expect(missing([entry("Sở Tài chính", boxes)], ["giamdoc.sotaichinh@thainguyen.gov.vn"])).toEqual([]);
	});

	it("are each of a list and each member of a group, an agency once", () => {
		const list = entry("Các Sở: Tài chính, Nội vụ", [FINANCE, INTERIOR]);
		const group = entry("Các sở, ban, ngành", [FINANCE, INTERIOR, HEALTH], { group: true });
		expect(missing([entry("Sở Y tế", [HEALTH]), list, group], ["sonoivu@thainguyen.gov.vn"])).toEqual([
			"soyte@thainguyen.gov.vn",
			"sotaichinh@thainguyen.gov.vn",
		]);
	});

	it("are asked about where the directory does not guess, until one of the candidates is written to", () => {
		const candidates = [match("A", "vanlang@thainguyen.gov.vn"), match("B", "vanlang.donghy@thainguyen.gov.vn")];
		const question = { text: "UBND xa Van Lang", reason: "CONFUSABLE", predecessor: null, candidates } as const;
		const asking = entry("UBND xa Van Lang", [], { questions: [question] });
		expect(missing([asking, asking], [])).toEqual(["question: UBND xa Van Lang"]);
		expect(missing([asking], ["vanlang.donghy@thainguyen.gov.vn"])).toEqual([]);
	});
});

describe("an address", () => {
	it.each([
		["Sở Y tế <SoYTe@thainguyen.gov.vn>", "soyte@thainguyen.gov.vn"],
		["  soyte@thainguyen.gov.vn ", "soyte@thainguyen.gov.vn"],
		['"a@b.vn" <c@d.vn>', "c@d.vn"],
		["Sở Y tế", ""],
	])("of %j is %j", (written, expected) => {
		expect(normaliseAddress(written)).toBe(expected);
	});

	it.each([
		["an@thainguyen.gov.vn", "province"],
		["an@xa.thainguyen.gov.vn", "province"],
		["an@notthainguyen.gov.vn", "other"],
		["an@thainguyen.gov.vn.example", "other"],
	])("%s stands in the ring %s", (address, ring) => {
		const province = { id: "t", name: "T", domains: ["thainguyen.gov.vn"] };
		expect(ringOfAddress({ province }, address)).toBe(ring);
	});
});

describe("the channel of a kind", () => {
	const channels: KindChannel[] = [
		{ kind: null, channel: "PAPER" },
		{ kind: "CV", channel: "SYSTEM" },
		{ kind: "GM", channel: "MAIL" },
	];
	const ROADS = { ...match("H55.13", "soxaydung@thainguyen.gov.vn"), channels };

	it("is the one said of the kind, else that of every kind, else mail", () => {
		expect(channelOf(ROADS, "CV")).toBe("SYSTEM");
		expect(channelOf(ROADS, "GM")).toBe("MAIL");
		expect(channelOf(ROADS, "BC")).toBe("PAPER");
		expect(channelOf(ROADS, null)).toBe("PAPER");
		expect(channelOf(FINANCE, "CV")).toBe("MAIL");
	});

	it("takes whoever gets the paper elsewhere out of those to be mailed", () => {
		const group = entry("Các sở", [FINANCE, ROADS], { group: true });
		expect(byChannel(group, "CV")).toEqual({
			mailed: { ...group, matches: [FINANCE] },
			elsewhere: [{ agencyName: "Cơ quan H55.13", channel: "SYSTEM" }],
		});
		expect(byChannel(group, "GM")).toEqual({ mailed: group, elsewhere: [] });
	});

	it("asks for nobody instead of the one who is meant", () => {
		const one = entry("Sở Xây dựng", [ROADS]);
		expect(byChannel(one, "CV")).toEqual({
			mailed: null,
			elsewhere: [{ agencyName: "Cơ quan H55.13", channel: "SYSTEM" }],
		});
	});
});
