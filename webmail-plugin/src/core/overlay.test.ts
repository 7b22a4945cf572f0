import { describe, expect, it } from "vitest";
import type { WrittenBundle } from "./bundle.ts";
import { Engine } from "./engine.ts";
import { bundleForAgency } from "./overlay.ts";
import { writtenKinds, writtenRules } from "./testing/packaged_rules.ts";

const RULES = writtenRules();
const OWN_RULE = {
	...(RULES[0] as (typeof RULES)[number]),
	id: "overlay.project",
	family: "overlay",
	effect: "restrict" as const,
	looks_at: ["attachment.text" as const],
	match: { kind: "phrase" as const, phrases: ["dự án mẫu số 7"], case: "any" as const },
};
const BUNDLE: WrittenBundle = {
	format: 1,
	version: "1",
	issued_at: null,
	expires_at: null,
	province: { id: "dev", name: "", domains: [] },
	fingerprint_keys: [],
	limits: { depth: 8, members: 2000, inflated_bytes: 1, ratio: 200, pages: 500, seconds: 20 },
	rules: RULES,
	kinds: writtenKinds(),
	overlays: [
		{
			agency: "H55.05",
			source: "Quyết định 1/QĐ-SKHCN",
			tighten: { "circulation.internal": "mark", "secrecy.hint_word": "restrict" },
			rules: [OWN_RULE],
		},
	],
};

function secrecyOf(line: string, agency: string | null): string {
	const part = { path: "", mediaType: "text/plain", pages: [{ number: 1, lines: [line] }] };
	const file = { name: "a", sha256: "", fingerprint: "", sizeBytes: 0, startedAt: 0 };
	const extraction = { mediaType: "text/plain", parts: [part], unreadable: [], uncertain: [] };
	return new Engine(bundleForAgency(BUNDLE, agency)).judge(extraction, file).secrecy;
}

describe("what an agency asks beyond the rules", () => {
	it.each([
		["Lưu hành nội bộ", "restricted", "marked"],
		["Mật", "none", "restricted"],
		["Hồ sơ Dự án mẫu số 7.", "none", "restricted"],
		["TỐI MẬT", "marked", "marked"],
		["Danh sách", "none", "none"],
	])("holds for its own senders: %s", (line, province, agency) => {
		expect(secrecyOf(line, null)).toBe(province);
		expect(secrecyOf(line, "H55.07")).toBe(province);
		expect(secrecyOf(line, "H55.05")).toBe(agency);
	});

	it("leaves a bundle of an older version as it is", () => {
		const { overlays: _, ...older } = BUNDLE;
		expect(bundleForAgency(older, "H55.05")).toBe(older);
	});
});
