// The rules engine: from what was extracted to a finding. Twin of backend/classification/engine.py. A part is marked
// if a `mark` rule matches in it and no `declassify` rule does in the same part; the worst part decides for the file.
// The directive's duty to mail excepts secret papers: a marked file has no obligation, and nothing of what kind of paper
// it is stands among its hits. An error inside the engine is thrown, never taken for "nothing found".

import type { WrittenBundle } from "./bundle.ts";
import { todayInVietnam } from "./dates.ts";
import { KindTable, NO_FORM, readForm } from "./form.ts";
import { readText } from "./legacy_text.ts";
import { type Match, Subject } from "./matchers.ts";
import { PageText, type Place } from "./page_text.ts";
import type { Effect } from "./rule.ts";
import { type RuleMatches, RuleSet } from "./rule_set.ts";
import { effectAt } from "./stages.ts";
import { charsetOf, WHITE_SPACE } from "./text.ts";
import type {
	DocumentForm,
	Extraction,
	Finding,
	Level,
	Obligation,
	Part,
	RuleHit,
	SecrecyState,
	Where,
} from "./verdict.ts";

export interface JudgedFile {
	readonly name: string;
	/** Hexadecimal. */
	readonly sha256: string;
	readonly fingerprint: string;
	readonly sizeBytes: number;
	/** `performance.now()` when work on this file began. */
	readonly startedAt: number;
}

interface JudgedPart {
	readonly secrecy: SecrecyState;
	readonly level: Level | null;
	readonly obligation: Obligation;
	readonly form: DocumentForm;
	readonly secrecyHits: readonly RuleHit[];
	readonly obligationHits: readonly RuleHit[];
	readonly observed: readonly string[];
}

const WORST_FIRST = ["marked", "uncertain", "declassified", "restricted", "none"] as const;
const STRONGEST_FIRST = ["mandatory", "encouraged", "none"] as const;
const HIGHEST_FIRST = ["TUYET_MAT", "TOI_MAT", "MAT"] as const;
const encoder = new TextEncoder();

/** The rules of one bundle, compiled once. */
export class Engine {
	readonly bundle: WrittenBundle;
	readonly #rules: RuleSet;
	readonly #kinds: KindTable;
	readonly #today: () => string;
	readonly #now: () => Date;

	/** @throws BundleError when a rule cannot be compiled. */
	constructor(bundle: WrittenBundle, today: () => string = todayInVietnam, now: () => Date = () => new Date()) {
		this.bundle = bundle;
		this.#today = today;
		this.#now = now;
		this.#kinds = new KindTable(bundle.kinds);
		this.#rules = new RuleSet(bundle.rules);
	}

	judge(extraction: Extraction, file: JudgedFile): Finding {
		const whole = worst(extraction.parts.map((part) => this.#judgeFilePart(part)));
		return {
			file: file.name,
			sha256: file.sha256,
			fingerprint: file.fingerprint,
			sizeBytes: file.sizeBytes,
			mediaType: extraction.mediaType,
			unreadableReason: extraction.unreadable[0]?.reason ?? null,
			charset: charsetIn(extraction),
			elapsedMs: performance.now() - file.startedAt,
			...whole,
			secrecy: withDoubts(whole.secrecy, extraction),
		};
	}

	/** A subject or a body, synchronously: the same rules, but no name, hash or fingerprint. */
	judgeText(lines: readonly string[], where: Extract<Where, "body.text" | "subject">): Finding {
		const startedAt = performance.now();
		const read = readText(lines);
		const part: Part = { path: "", mediaType: "text/plain", pages: [{ number: 1, lines: read.lines }] };
		const judged = worst([this.#judgePart(part, where)]);
		return {
			file: "",
			sha256: "",
			fingerprint: "",
			sizeBytes: lines.reduce((bytes, line) => bytes + encoder.encode(line).length, 0),
			mediaType: "text/plain",
			unreadableReason: read.doubtful ? "text-layer" : null,
			charset: read.charset ?? charsetOf(lines),
			elapsedMs: performance.now() - startedAt,
			...judged,
		};
	}

	/** Its text, and the words of its stamps. A stamp GIẢI MẬT answers a printed mark; print does not answer a stamp. */
	#judgeFilePart(part: Part): JudgedPart {
		const text = this.#judgePart(part, "attachment.text");
		const stamped = part.pages.flatMap(({ number, stamps = [] }) => (stamps.length ? [{ number, lines: stamps }] : []));
		if (stamped.length === 0) return text;
		const stamps = this.#judgePart({ ...part, pages: stamped }, "attachment.stamp");
		const { secrecy, level } = stamps.secrecy === "declassified" ? stamps : worst([text, stamps]);
		return {
			...text,
			secrecy,
			level,
			secrecyHits: [...text.secrecyHits, ...stamps.secrecyHits],
			observed: united([text, stamps]),
		};
	}

	#judgePart(part: Part, where: Where): JudgedPart {
		const form = where === "attachment.text" ? readForm(part.pages, this.#kinds) : NO_FORM;
		const subject = new Subject(
			part.pages.map((page) => new PageText(page)),
			form,
			this.#today(),
		);
		const { found, observed } = inForce(this.#rules.matches(subject, where), this.#now());
		const effects = new Set(found.map(({ rule }) => rule.effect));
		const marks = found.filter(({ rule }) => rule.effect === "mark").flatMap(({ matches }) => matches);
		const hits = (ofSecrecy: boolean) =>
			found
				.filter(({ rule }) => isSecrecy(rule.effect) === ofSecrecy)
				.map(({ rule, matches }) => {
					const found = { ...hit(rule.id, matches, part.path, where), effect: rule.effect };
					return ofSecrecy ? { ...found, ...layoutOf(found, part) } : found;
				});
		return {
			secrecy: secrecyOf(effects),
			level: highest(marks.map((match) => match.level)),
			obligation: obligationOf(effects),
			form,
			secrecyHits: hits(true),
			obligationHits: hits(false),
			observed,
		};
	}
}

/** Each rule with the effect of its stage, and the ids of those that are only counted. */
function inForce(matched: readonly RuleMatches[], now: Date): { found: RuleMatches[]; observed: string[] } {
	const found: RuleMatches[] = [];
	const observed = new Set<string>();
	for (const { rule, matches } of matched) {
		const effect = effectAt(rule.effect, rule.stages, now);
		if (effect === null) observed.add(rule.id);
		else found.push({ rule: { ...rule, effect }, matches });
	}
	return { found, observed: [...observed].sort() };
}

function united(parts: readonly JudgedPart[]): string[] {
	return [...new Set(parts.flatMap(({ observed }) => observed))].sort();
}

function isSecrecy(effect: Effect): boolean {
	return effect !== "mandatory" && effect !== "encouraged";
}

function hit(id: string, matches: readonly Match[], part: string, where: Where): RuleHit {
	const places = matches.flatMap((match) => (match.place === null ? [] : [match.place]));
	const first = places.sort(inReadingOrder)[0];
	return { id, where, part, page: first?.page ?? null, line: first?.line ?? null };
}

/** How it looks where a rule matched, without words: for reports of false alarms. */
function layoutOf({ page, line }: RuleHit, part: Part): Pick<RuleHit, "layout"> {
	const lines = part.pages.find(({ number }) => number === page)?.lines;
	if (lines === undefined || line === null) return {};
	const words = (lines[line - 1] ?? "").split(WHITE_SPACE).filter((word) => word !== "").length;
	return { layout: { words, linesOnPage: lines.length, pages: part.pages.length, mediaType: part.mediaType } };
}

function inReadingOrder(a: Place, b: Place): number {
	return a.page - b.page || a.line - b.line;
}

function secrecyOf(effects: ReadonlySet<Effect>): SecrecyState {
	if (effects.has("declassify")) return "declassified";
	if (effects.has("mark")) return "marked";
	return effects.has("restrict") ? "restricted" : "none";
}

function obligationOf(effects: ReadonlySet<Effect>): Obligation {
	if (effects.has("mandatory")) return "mandatory";
	return effects.has("encouraged") ? "encouraged" : "none";
}

function highest(levels: readonly (Level | null)[]): Level | null {
	return HIGHEST_FIRST.find((level) => levels.includes(level)) ?? null;
}

/** What the parts make of the file: worst state, its highest level, strongest obligation, first form, all hits. */
function worst(
	parts: readonly JudgedPart[],
): Pick<Finding, "secrecy" | "level" | "obligation" | "document" | "hits" | "observed"> {
	const secrecy = WORST_FIRST.find((state) => parts.some((part) => part.secrecy === state)) ?? "none";
	const dutiful = secrecy === "marked" ? [] : parts;
	return {
		secrecy,
		level: highest(parts.filter((part) => part.secrecy === secrecy).map((part) => part.level)),
		obligation: STRONGEST_FIRST.find((one) => dutiful.some((part) => part.obligation === one)) ?? "none",
		document: parts.find((part) => part.form.kind !== null)?.form ?? parts[0]?.form ?? NO_FORM,
		hits: [...parts.flatMap((part) => part.secrecyHits), ...dutiful.flatMap((part) => part.obligationHits)],
		observed: united(parts),
	};
}

/** A stamp nobody could read outweighs everything but a mark. */
function withDoubts(secrecy: SecrecyState, extraction: Extraction): SecrecyState {
	return extraction.uncertain.length > 0 && secrecy !== "marked" ? "uncertain" : secrecy;
}

/** `other` where a text layer stands for letters it does not hold (lost letters, an unknown charset); else the old charset
 *  that some of it was written in. */
function charsetIn(extraction: Extraction): Finding["charset"] {
	if (extraction.unreadable.some((part) => part.reason === "text-layer")) return "other";
	const writtenIn = extraction.parts.find((part) => part.charset)?.charset;
	if (writtenIn) return writtenIn;
	return charsetOf(extraction.parts.flatMap((part) => part.pages.flatMap((page) => page.lines)));
}
