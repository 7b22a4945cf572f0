// For tests: findings, and a bundle with the rules they name.

import { ed25519 } from "@noble/curves/ed25519.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { type Bundle, type Finding, openBundle, type TrustedKey } from "../../core/index.ts";

const PAPER: Finding["document"] = {
	kind: "CV",
	kindName: "Công văn",
	number: "12/SKHCN-VP",
	issuedOn: "2026-11-05",
	subject: "Về việc báo cáo",
	urgency: null,
	kinhGui: [],
	noiNhan: [],
};

export function finding(changed: Partial<Finding> = {}): Finding {
	return {
		file: "a.docx",
		sha256: "0".repeat(64),
		fingerprint: "f".repeat(22),
		sizeBytes: 1000,
		mediaType: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
		secrecy: "none",
		level: null,
		unreadableReason: null,
		obligation: "none",
		document: PAPER,
		charset: "utf-8-nfc",
		hits: [],
		elapsedMs: 12,
		...changed,
	};
}

export function paper(changed: Partial<Finding["document"]>): Finding["document"] {
	return { ...PAPER, ...changed };
}

export const MARKED = finding({
	secrecy: "marked",
	level: "TOI_MAT",
	hits: [{ id: "secrecy.marking", where: "attachment.text", part: "inner.zip/phụ lục.docx", page: 1, line: 3 }],
});
export const SCANNED = finding({ unreadableReason: "text-layer", fingerprint: "s".repeat(22) });
export const STAMPED = finding({ secrecy: "uncertain", fingerprint: "u".repeat(22) });
export const DECLASSIFIED = finding({ secrecy: "declassified", fingerprint: "d".repeat(22) });
export const RESTRICTED = finding({ secrecy: "restricted", fingerprint: "r".repeat(22) });
export const HINTED = finding({
	fingerprint: "h".repeat(22),
	hits: [{ id: "secrecy.hint_word", where: "attachment.text", part: "", page: 1, line: 6 }],
});
export const MEETING_PAPER = finding({
	obligation: "mandatory",
	hits: [{ id: "obligation.meeting_paper", where: "attachment.text", part: "", page: null, line: null }],
});

const RULE = { family: "secrecy", looks_at: ["attachment.text", "body.text", "subject"] } as const;

const PAYLOAD = {
	format: 1,
	version: "2026.11.3",
	issued_at: "2026-11-03T00:00:00Z",
	expires_at: "2999-02-03T00:00:00Z",
	province: { id: "thai-nguyen", name: "tỉnh Thái Nguyên", domains: ["thainguyen.gov.vn"] },
	fingerprint_keys: [{ id: "k1", key: "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" }],
	limits: { depth: 8, members: 2000, inflated_bytes: 1_000_000, ratio: 200, pages: 500, seconds: 20 },
	rules: [
		{
			...RULE,
			id: "secrecy.marking",
			title: "Dấu chỉ độ mật trên văn bản",
			title_en: "Secrecy mark on the paper",
			why: "Văn bản mang dấu chỉ độ mật không được gửi qua thư điện tử.",
			why_en: "A paper that carries a secrecy mark must not be sent by e-mail.",
			source: "Chỉ thị, khoản 1 điểm e",
			effect: "mark",
			match: { kind: "line", phrases: ["TỐI MẬT"], levels: { "TỐI MẬT": "TOI_MAT" } },
		},
		{
			...RULE,
			id: "secrecy.hint_word",
			title: "Chữ “mật” viết thường đứng một mình",
			title_en: "The word mật by itself",
			why: "Hãy tự kiểm tra trước khi gửi.",
			why_en: "Please check before sending.",
			source: "Thói quen",
			effect: "ask",
			looks_at: ["attachment.text"],
			match: { kind: "line", phrases: ["mật"] },
		},
		{
			...RULE,
			id: "obligation.meeting_paper",
			title: "Tài liệu họp",
			title_en: "Meeting paper",
			why: "Tài liệu họp thuộc diện bắt buộc gửi qua thư điện tử.",
			why_en: "A meeting paper must be sent by e-mail.",
			source: "Chỉ thị, khoản 1 điểm e",
			effect: "mandatory",
			looks_at: ["attachment.text"],
			match: { kind: "field", field: "kind", in: ["TLH"] },
		},
	],
	kinds: [
		{ code: "CV", name: "Công văn", name_en: "Official letter", abbreviations: ["CV"], titles: [] },
		{ code: "LCT", name: "Lịch công tác", name_en: "Work schedule", abbreviations: [], titles: ["LỊCH CÔNG TÁC"] },
	],
};

const SECRET = new Uint8Array(32).fill(7);
const encoder = new TextEncoder();

export const TRUSTED: TrustedKey = { kty: "OKP", crv: "Ed25519", x: encode(ed25519.getPublicKey(SECRET)) };

/** The bundle as a webmail serves it. */
export function signedBundle(changed: object = {}): string {
	return signed(changed, {});
}

/** A proposal, as the backend serves it to run in shadow. */
export function signedCandidate(changed: object = {}): string {
	return signed({ version: "2026.11.4", ...changed }, { typ: "congvu-proposal" });
}

function signed(changed: object, header: object): string {
	const kid = encode(sha256(encoder.encode(`{"crv":"Ed25519","kty":"OKP","x":"${TRUSTED.x}"}`)));
	const segments = [
		{ alg: "Ed25519", kid, ...header },
		{ ...PAYLOAD, ...changed },
	].map((part) => encode(encoder.encode(JSON.stringify(part))));
	const message = segments.join(".");
	return `${message}.${encode(ed25519.sign(encoder.encode(message), SECRET))}`;
}

export const RULES = PAYLOAD.rules;
export const BUNDLE: Bundle = openBundle(signedBundle(), [TRUSTED]);

function encode(bytes: Uint8Array): string {
	return Buffer.from(bytes).toString("base64url");
}
