// Stages of a rule, by the same file as the Python engine (rules/conformance/stages.json).

import { describe, expect, it } from "vitest";
import conformance from "../../../rules/conformance/stages.json" with { type: "json" };
import { Engine } from "./engine.ts";
import { bundleForAgency } from "./overlay.ts";
import type { Effect } from "./rule.ts";
import { areStages, effectAt, type StageRow, stageAt } from "./stages.ts";
import { bundleOf, type ShortRule } from "./testing/short_rules.ts";

interface Case {
	readonly name: string;
	readonly effect: string;
	readonly stages: unknown;
	readonly at: string;
	readonly expect: string;
	readonly does?: string | null;
}

const CASES: readonly Case[] = conformance.cases;

function engine(rules: readonly ShortRule[], at: string): Engine {
	return new Engine(
		bundleOf("1", rules),
		() => "2026-12-01",
		() => new Date(at),
	);
}

describe("the stage in force", () => {
	it.each(CASES)("$name", ({ effect, stages, at, expect: expected, does }) => {
		const stand = stages === null || areStages(stages, effect);
		if (expected === "refused") {
			expect(stand).toBe(false);
			return;
		}
		expect(stand).toBe(true);
		const rows = (stages ?? undefined) as StageRow[] | undefined;
		expect(stageAt(rows, new Date(at))).toBe(expected);
		expect(effectAt(effect as Effect, rows, new Date(at))).toBe(does);
	});

	it("is enforced where the rows name a stage nobody knows, should one ever come this far", () => {
		const rows = [{ stage: "off", from: "2026-01-01T00:00:00Z" }] as unknown as StageRow[];
		expect(effectAt("mark", rows, new Date("2026-12-01T00:00:00Z"))).toBe("mark");
	});
});

describe("a text judged by rules in stages", () => {
	it.each(conformance.judged)("$name", ({ rules, lines, at, expect: expected }) => {
		const found = engine(rules as ShortRule[], at).judgeText(lines, "body.text");
		expect({
			secrecy: found.secrecy,
			hits: found.hits.map(({ id }) => id),
			observed: found.observed,
		}).toEqual(expected);
	});

	it("says what a rule that warns did", () => {
		const [, warns] = conformance.judged;
		const found = engine((warns?.rules ?? []) as ShortRule[], warns?.at ?? "").judgeText(["DẤU MỚI"], "body.text");
		expect(found.hits[0]?.effect).toBe("ask");
	});
});

it("what an agency tightened holds whatever stage the rule of the province is in", () => {
	const stages = [{ stage: "observe", from: "2026-01-01T00:00:00Z" }];
	const rules = [{ id: "circulation.internal", effect: "restrict", line: "NỘI BỘ", stages }];
	const overlay = {
		agency: "H55.05",
		source: "1/QĐ",
		tighten: { "circulation.internal": "mark" as const },
		rules: [],
	};
	const all = { ...bundleOf("1", rules), overlays: [overlay] };
	const secrecy = (agency: string | null) =>
		new Engine(bundleForAgency(all, agency)).judgeText(["NỘI BỘ"], "body.text").secrecy;
	expect([secrecy(null), secrecy("H55.05")]).toEqual(["none", "marked"]);
});
