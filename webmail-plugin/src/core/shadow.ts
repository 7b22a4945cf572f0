// A proposed bundle judges beside the live one, and only counts leave (ADR 16). Twin of backend/classification/shadow.py.
// It can change no verdict: it is given what the live rules were given, after they have judged. A rule counts as it will
// act when its roll-out is complete.

import type { Bundle, WrittenBundle } from "./bundle.ts";
import { Engine } from "./engine.ts";
import type { Effect } from "./rule.ts";
import { type Action, actionFor, type Extraction, type Finding, type Where } from "./verdict.ts";

export type Outcome = "would_block" | "would_pass" | "same" | "failed";

export interface ShadowCount {
	/** The version whose rule is counted. */
	readonly bundle: string;
	/** "*" stands for the verdict as a whole. */
	readonly rule: string;
	readonly outcome: Outcome;
}

/** What one set of rules says of a paper towards anyone. */
export interface Seen {
	readonly action: Action;
	readonly acting: ReadonlyMap<string, Effect>;
	readonly observed: ReadonlyMap<string, Effect>;
}

export interface ShadowText {
	readonly lines: readonly string[];
	readonly where: Extract<Where, "body.text" | "subject">;
}

export const EVERY_PAPER = "*";
const AT_THE_END = new Date("9999-01-01T00:00:00Z");
const MILDEST_FIRST: readonly Action[] = ["allow", "confirm", "block"];
const SECRECY: Partial<Record<Effect, number>> = { ask: 1, restrict: 2, mark: 3 };

/** The rules in shadow; null where they cannot be compiled: then the live ones judge alone. */
export class Shadow {
	readonly #engine: Engine;

	private constructor(candidate: WrittenBundle) {
		this.#engine = new Engine(candidate, undefined, () => AT_THE_END);
	}

	static of(candidate: Bundle | null): Shadow | null {
		try {
			return candidate === null ? null : new Shadow(candidate);
		} catch {
			return null;
		}
	}

	get version(): string {
		return this.#engine.bundle.version;
	}

	/** Null when it failed. */
	file(extraction: Extraction): Seen | null {
		const file = { name: "", sha256: "", fingerprint: "", sizeBytes: 0, startedAt: 0 };
		return this.#seen(() => [this.#engine.judge(extraction, file)]);
	}

	texts(texts: readonly ShadowText[]): Seen | null {
		return this.#seen(() => texts.map(({ lines, where }) => this.#engine.judgeText(lines, where)));
	}

	#seen(judge: () => Finding[]): Seen | null {
		try {
			return seen(judge(), this.#engine.bundle);
		} catch {
			return null; // whatever it is: the verdict of the live rules stands without it
		}
	}
}

export function seen(findings: readonly Finding[], bundle: WrittenBundle): Seen {
	const effects = new Map(bundle.rules.map(({ id, effect }) => [id, effect]));
	const acting = findings.flatMap(({ hits }) =>
		hits.flatMap(({ id, effect }) => (effect ? [[id, effect] as const] : [])),
	);
	const observed = findings.flatMap((finding) =>
		(finding.observed ?? []).flatMap((id) => {
			const effect = effects.get(id);
			return effect ? [[id, effect] as const] : [];
		}),
	);
	const ofSecrecy = ([, effect]: readonly [string, Effect]) => isSecrecy(effect);
	return {
		action: worst(findings.map((finding) => actionFor(finding, "other"))),
		acting: new Map(acting.filter(ofSecrecy)),
		observed: new Map(observed.filter(ofSecrecy)),
	};
}

/** By rule what the candidate would do otherwise; `*` is the verdict as a whole. */
export function compared(live: Seen, candidate: Seen): Map<string, Outcome> {
	const onceEnforced = new Map([...candidate.observed, ...candidate.acting]);
	const whole = ordered(MILDEST_FIRST.indexOf(live.action), MILDEST_FIRST.indexOf(candidate.action));
	const outcomes = new Map<string, Outcome>([[EVERY_PAPER, whole]]);
	for (const rule of new Set([...live.acting.keys(), ...onceEnforced.keys()])) {
		// a rule that acts today and is only observed then would do nothing any more
		const weakened = live.acting.has(rule) && candidate.observed.has(rule) && !candidate.acting.has(rule);
		outcomes.set(rule, outcome(live.acting.get(rule), weakened ? undefined : onceEnforced.get(rule)));
	}
	return outcomes;
}

/** @param candidate what it saw (null: it failed) and its version; null where there is none */
export function counts(
	live: Seen,
	version: string,
	candidate: { readonly saw: Seen | null; readonly version: string } | null,
): ShadowCount[] {
	const observed = [...live.observed].map(([rule, effect]) => ({
		bundle: version,
		rule,
		outcome: outcome(undefined, effect),
	}));
	const compare = (saw: Seen | null) =>
		saw === null ? new Map<string, Outcome>([[EVERY_PAPER, "failed"]]) : compared(live, saw);
	const proposed =
		candidate === null
			? []
			: [...compare(candidate.saw)].map(([rule, outcome]) => ({ bundle: candidate.version, rule, outcome }));
	const byRule = (a: ShadowCount, b: ShadowCount) => (a.rule < b.rule ? -1 : 1);
	return [...observed.sort(byRule), ...proposed.sort(byRule)];
}

/** What the words of a letter give, by both sets of rules. */
export function countTexts(texts: readonly ShadowText[], live: WrittenBundle, shadow: Shadow | null): ShadowCount[] {
	const engine = new Engine(live);
	const saw = seen(
		texts.map(({ lines, where }) => engine.judgeText(lines, where)),
		live,
	);
	return counts(saw, live.version, shadow && { saw: shadow.texts(texts), version: shadow.version });
}

function outcome(live: Effect | undefined, candidate: Effect | undefined): Outcome {
	if (live === "declassify" || candidate === "declassify") {
		return ordered(Number(candidate === "declassify"), Number(live === "declassify"));
	}
	return ordered(weight(live), weight(candidate));
}

function weight(effect: Effect | undefined): number {
	return effect === undefined ? 0 : (SECRECY[effect] ?? 0);
}

function ordered(live: number, candidate: number): Outcome {
	if (live === candidate) return "same";
	return candidate > live ? "would_block" : "would_pass";
}

function worst(actions: readonly Action[]): Action {
	return (["block", "confirm"] as const).find((action) => actions.includes(action)) ?? "allow";
}

function isSecrecy(effect: Effect): boolean {
	return effect === "declassify" || SECRECY[effect] !== undefined;
}
