// Every vector that stands beside a rule, by the same files and in the same way as the Python engine
// (backend/classification/vectors.py): each case is one small message, judged by one rule.

import { describe, expect, it } from "vitest";
import type { WrittenBundle } from "./bundle.ts";
import { Engine } from "./engine.ts";
import { writtenKinds, writtenRules } from "./testing/packaged_rules.ts";
import type { Finding, Level, Where } from "./verdict.ts";

interface Vectors {
	readonly rule: string;
	readonly cases: readonly {
		readonly name: string;
		readonly subject?: string;
		readonly body?: readonly string[];
		readonly attachments?: readonly {
			readonly name: string;
			readonly pages: readonly (readonly string[])[];
			/** Of page 1. */
			readonly stamps?: readonly string[];
		}[];
		readonly expect: {
			readonly match: boolean;
			readonly level?: Level;
			readonly where?: Where;
			readonly page?: number;
			readonly line?: number;
		};
	}[];
}

/** But for rules/letters: the signs of incoming letters are read by the mail server alone. */
const FILES = import.meta.glob<Vectors>(["../../../rules/*/*.test.json", "!../../../rules/letters/*"], {
	eager: true,
	import: "default",
});
const TODAY = "2026-03-01"; // the day of all vectors
const RULES = writtenRules();
const BUNDLE: WrittenBundle = {
	format: 1,
	version: "1",
	issued_at: null,
	expires_at: null,
	province: { id: "dev", name: "", domains: [] },
	fingerprint_keys: [{ id: "k1", key: "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8" }],
	limits: { depth: 8, members: 2000, inflated_bytes: 400_000_000, ratio: 200, pages: 500, seconds: 20 },
	rules: [],
	kinds: writtenKinds(),
};

function judged(engine: Engine, written: Vectors["cases"][number]): Finding[] {
	const texts = [
		...(written.subject === undefined ? [] : [engine.judgeText([written.subject], "subject")]),
		...(written.body === undefined ? [] : [engine.judgeText(written.body, "body.text")]),
	];
	const files = (written.attachments ?? []).map(({ name, pages, stamps = [] }) => {
		const part = {
			path: "",
			mediaType: "text/plain",
			pages: pages.map((lines, index) => ({ number: index + 1, lines, stamps: index === 0 ? stamps : [] })),
		};
		const file = { name, sha256: "00", fingerprint: "", sizeBytes: 0, startedAt: 0 };
		return engine.judge({ mediaType: "text/plain", parts: [part], unreadable: [], uncertain: [] }, file);
	});
	return [...texts, ...files];
}

it("has vectors beside every rule", () => {
	expect(
		Object.values(FILES)
			.map((vectors) => vectors.rule)
			.sort(),
	).toEqual(RULES.map((rule) => rule.id).sort());
});

/** What a rule means does not hang on the stage it is in. */
function enforced({ stages: _, ...rule }: (typeof RULES)[number]) {
	return rule;
}

describe.each(Object.values(FILES))("the rule $rule", ({ rule, cases }) => {
	const engine = new Engine({ ...BUNDLE, rules: RULES.filter((one) => one.id === rule).map(enforced) }, () => TODAY);

	it.each(cases)("$name", (written) => {
		const findings = judged(engine, written);
		const hits = findings.flatMap((finding) => finding.hits).filter((hit) => hit.id === rule);
		const { match, level, ...place } = written.expect;
		expect(hits.length > 0).toBe(match);
		expect(hits[0] ?? {}).toMatchObject(place);
		if (level !== undefined) expect(findings.find((finding) => finding.level !== null)?.level).toBe(level);
	});
});
