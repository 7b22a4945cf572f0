import { sha256 } from "@noble/hashes/sha2.js";
import { describe, expect, it } from "vitest";
import { fingerprintOf } from "./fingerprint.ts";
import { verdictReport } from "./report.ts";
import type { Finding } from "./verdict.ts";

const HIT = { id: "secrecy.marking", where: "attachment.text", part: "a.docx", page: 1, line: 3 } as const;
const FINDING: Finding = {
	file: "ke-hoach.docx",
	sha256: "00ff",
	fingerprint: "AAAAAAAAAAAAAAAAAAAAAA",
	sizeBytes: 12,
	mediaType: "application/pdf",
	secrecy: "none",
	level: null,
	unreadableReason: null,
	obligation: "mandatory",
	document: {
		kind: "KH",
		kindName: "Kế hoạch",
		number: "12/KH-UBND",
		issuedOn: null,
		subject: "Về việc",
		urgency: null,
		kinhGui: [],
		noiNhan: [],
	},
	charset: "utf-8-nfc",
	hits: [HIT, { ...HIT, line: 9 }],
	elapsedMs: 12.6,
};

describe("what leaves the machine", () => {
	it("of a clean file is fingerprint, kind and obligation", () => {
		expect(verdictReport(FINDING, "allow", "2026.11.3")).toEqual({
			fingerprint: "AAAAAAAAAAAAAAAAAAAAAA",
			action: "ALLOW",
			state: "none",
			rules: ["secrecy.marking"],
			bundle: "2026.11.3",
			obligation: "mandatory",
			kind: "KH",
			elapsedMs: 13,
		});
	});

	it("of a marked file is only action, state, rule ids, bundle and time", () => {
		const marked: Finding = { ...FINDING, secrecy: "marked", level: "TOI_MAT" };
		expect(verdictReport(marked, "block", "2026.11.3")).toEqual({
			fingerprint: null,
			action: "BLOCK",
			state: "marked",
			rules: ["secrecy.marking"],
			bundle: "2026.11.3",
			obligation: null,
			kind: null,
			elapsedMs: 13,
		});
	});
});

describe("the fingerprint", () => {
	it("is the first 22 base64url characters of HMAC-SHA-256 over the raw digest, under the first key", () => {
		const keys = [
			{ id: "new", key: "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE" },
			{ id: "old", key: "AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI" },
		];
		const digest = sha256(new TextEncoder().encode("abc"));
		expect(fingerprintOf({ fingerprint_keys: keys }, digest)).toBe("Z6eCry29kiU_WS-ZbWVKYn");
	});
});
