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

function match(agencyCode: string, address: string, score = 1): RecipientMatch {
	return { agencyCode, agencyName: `Cơ quan ${agencyCode}`, address, score, channels: [] };
}

function entry(text: string, matches: RecipientMatch[], kind: Partial<RecipientEntry> = {}): RecipientEntry {
	return { text, group: false, internal: false, matches, ...kind };
}

const FINANCE = match("H55.07", "sotaichinh@thainguyen.gov.vn");
const INTERIOR = match("H55.09", "sonoivu@thainguyen.gov.vn");
const HEALTH = match("H55.11", "soyte@thainguyen.gov.vn");

describe("missing recipients", () => {
	it("names the entries that To, Cc and Bcc do not answer, in the order of the paper", () => {
		const entries = [entry("Sở Y tế", [HEALTH]), entry("Sở Tài chính", [FINANCE]), entry("Sở Nội vụ", [INTERIOR])];
		const missing = missingRecipients(entries, ["SoTaiChinh@thainguyen.gov.vn"]);
		expect(missing.map((one) => one.address)).toEqual(["soyte@thainguyen.gov.vn", "sonoivu@thainguyen.gov.vn"]);
	});

	it("does not ask for Lưu: VT", () => {
		expect(missingRecipients([entry("Lưu: VT, VX", [], { internal: true })], [])).toEqual([]);
	});

	it("says that the directory knows no address, and offers nothing", () => {
		expect(missingRecipients([entry("Hội Làm vườn", [])], [])).toEqual([
			{ text: "Hội Làm vườn", agencyName: null, address: null, choices: [] },
		]);
	});

	it("is content with any box of the agency", () => {
		const boxes = [FINANCE, match("H55.07", "giamdoc.sotaichinh@thainguyen.gov.vn", 0.9)];
		expect(missingRecipients([entry("Sở Tài chính", boxes)], ["giamdoc.sotaichinh@thainguyen.gov.vn"])).toEqual([]);
	});

	it("does not take a weaker candidate for the one named", () => {
		const candidates = [
			match("H55.40", "phuluong@thainguyen.gov.vn"),
			match("H55.44", "phulac@thainguyen.gov.vn", 0.8),
		];
		const missing = missingRecipients([entry("UBND xã Phú Lương", candidates)], ["phulac@thainguyen.gov.vn"]);
		expect(missing.map((one) => one.address)).toEqual(["phuluong@thainguyen.gov.vn"]);
	});

	it("leaves the choice between equally good candidates to the official", () => {
		const candidates = [match("A", "a@thainguyen.gov.vn", 0.7), match("B", "b@thainguyen.gov.vn", 0.7)];
		const [missing] = missingRecipients([entry("Trung tâm Y tế", candidates)], []);
		expect(missing).toEqual({ text: "Trung tâm Y tế", agencyName: null, address: null, choices: candidates });
		expect(missingRecipients([entry("Trung tâm Y tế", candidates)], ["b@thainguyen.gov.vn"])).toEqual([]);
	});

	it("asks for every member of a group, and for each agency once", () => {
		const group = entry("Các sở, ban, ngành", [FINANCE, INTERIOR, HEALTH], { group: true });
		const missing = missingRecipients([entry("Sở Y tế", [HEALTH]), group], ["sonoivu@thainguyen.gov.vn"]);
		expect(missing.map((one) => one.address)).toEqual(["soyte@thainguyen.gov.vn", "sotaichinh@thainguyen.gov.vn"]);
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
		const one = entry("Sở Xây dựng", [ROADS, match("H55.14", "soxaydung2@thainguyen.gov.vn", 0.8)]);
		expect(byChannel(one, "CV")).toEqual({
			mailed: null,
			elsewhere: [{ agencyName: "Cơ quan H55.13", channel: "SYSTEM" }],
		});
	});
});
