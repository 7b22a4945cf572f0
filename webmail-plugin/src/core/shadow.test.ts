// What rules in shadow would do, by the same file as the Python side (rules/conformance/shadow.json).

import { describe, expect, it } from "vitest";
import conformance from "../../../rules/conformance/shadow.json" with { type: "json" };
import type { Bundle } from "./bundle.ts";
import { Engine } from "./engine.ts";
import type { Effect } from "./rule.ts";
import { compared, counts, type Seen, Shadow, seen } from "./shadow.ts";
import { bundleOf, type ShortRule } from "./testing/short_rules.ts";
import type { Action } from "./verdict.ts";

interface WrittenSeen {
	readonly action: string;
	readonly acting: Record<string, string>;
	readonly observed: Record<string, string>;
}

function readSeen({ action, acting, observed }: WrittenSeen): Seen {
	const read = (effects: Record<string, string>) => new Map(Object.entries(effects) as [string, Effect][]);
	return { action: action as Action, acting: read(acting), observed: read(observed) };
}

const CASES = conformance.cases as unknown as {
	readonly name: string;
	readonly live: WrittenSeen;
	readonly candidate: WrittenSeen;
	readonly expect: Record<string, string>;
}[];

describe("two sets of rules", () => {
	it.each(CASES)("$name", ({ live, candidate, expect: expected }) => {
		expect(Object.fromEntries(compared(readSeen(live), readSeen(candidate)))).toEqual(expected);
	});
});

describe("a text in shadow", () => {
	it.each(conformance.judged)("$name", ({ live, candidate, lines, expect: expected }) => {
		const bundle = bundleOf("1", live as ShortRule[]);
		const now = () => new Date("2026-12-02T00:00:00Z");
		const saw = seen([new Engine(bundle, undefined, now).judgeText(lines, "body.text")], bundle);
		const proposed = candidate === null ? null : (bundleOf("2", candidate as ShortRule[]) as Bundle);
		const shadow = Shadow.of(proposed);
		const its = shadow && { saw: shadow.texts([{ lines, where: "body.text" }]), version: shadow.version };
		expect(counts(saw, "1", its).map(({ bundle, rule, outcome }) => [bundle, rule, outcome])).toEqual(expected);
	});

	it("is nothing where the proposed rules cannot be compiled", () => {
		const broken = bundleOf("2", [{ id: "secrecy.a", effect: "mark", line: "MẬT" }]) as Bundle;
		const rules = [{ ...broken.rules[0], match: { kind: "spell" } }] as unknown as Bundle["rules"];
		expect(Shadow.of({ ...broken, rules })).toBeNull();
	});

	it("counts a failure, and that alone, where the proposed rules break on a text", () => {
		const bundle = bundleOf("1", [{ id: "secrecy.a", effect: "mark", line: "MẬT" }]);
		const shadow = Shadow.of({ ...bundle, version: "2", verified: true });
		const broken = [{ lines: null as unknown as string[], where: "body.text" as const }];
		const live = seen([new Engine(bundle).judgeText(["MẬT"], "body.text")], bundle);
		const its = { saw: shadow?.texts(broken) ?? null, version: "2" };
		expect(counts(live, "1", its)).toEqual([{ bundle: "2", rule: "*", outcome: "failed" }]);
		expect(live.action).toBe("block");
	});
});
