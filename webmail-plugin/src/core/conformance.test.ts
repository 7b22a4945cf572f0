// The matchers, actions and fingerprints, by the same files as the Python engine (rules/conformance).

import { describe, expect, it } from "vitest";
import actions from "../../../rules/conformance/actions.json" with { type: "json" };
import fingerprints from "../../../rules/conformance/fingerprint.json" with { type: "json" };
import type { FingerprintKey } from "./bundle.ts";
import { compileMatch } from "./compile.ts";
import { earlierFingerprintOf, fingerprintOf } from "./fingerprint.ts";
import { NO_FORM } from "./form.ts";
import { type Match, Subject } from "./matchers.ts";
import { PageText } from "./page_text.ts";
import { Prefilter } from "./prefilter.ts";
import type { WrittenMatch } from "./rule.ts";
import { actionFor, type DocumentForm, type Finding, type Level, type Ring } from "./verdict.ts";

interface MatcherCase {
	readonly name: string;
	readonly match: WrittenMatch;
	readonly pages: readonly (readonly string[])[];
	readonly form?: Partial<Omit<DocumentForm, "kinhGui" | "noiNhan">> & {
		readonly kinh_gui?: readonly string[];
		readonly noi_nhan?: readonly string[];
	};
	readonly expect: {
		readonly match: boolean;
		readonly page?: number | null;
		readonly line?: number | null;
		readonly level?: Level | null;
	};
}

const FILES = import.meta.glob<{ matcher: string; cases: MatcherCase[] }>(
	"../../../rules/conformance/{line,line_start,since,phrase,near,field,pattern,any,all}.json",
	{ eager: true, import: "default" },
);

function matchesOf({ match, pages, form }: MatcherCase): Match[] {
	const { kinh_gui, noi_nhan, ...fields } = form ?? {};
	const matcher = compileMatch(match);
	const prefilter = new Prefilter(matcher.literals);
	const read = pages.map((lines, index) => new PageText({ number: index + 1, lines }));
	for (const page of read) page.lookFor(prefilter);
	const subject = new Subject(
		read,
		{ ...NO_FORM, ...fields, kinhGui: kinh_gui ?? [], noiNhan: noi_nhan ?? [] },
		"2026-03-01",
	);
	const order = ({ place }: Match) => (place === null ? 0 : place.page * 1e6 + place.line);
	return compileMatch(match)
		.find(subject)
		.sort((a, b) => order(a) - order(b));
}

it("finds a file for every kind of match", () => {
	expect(Object.keys(FILES)).toHaveLength(9);
});

describe.each(Object.values(FILES))("the matcher $matcher", ({ cases }) => {
	it.each(cases)("$name", (written) => {
		const found = matchesOf(written);
		const { match, page, line, level } = written.expect;
		expect(found.length > 0).toBe(match);
		if (page !== undefined) expect(found[0]?.place?.page ?? null).toBe(page);
		if (line !== undefined) expect(found[0]?.place?.line ?? null).toBe(line);
		if (level !== undefined) expect(found.map((one) => one.level)).toContain(level);
	});
});

describe("what may be done", () => {
	it.each(actions.cases)("$name", ({ secrecy, unreadable, ring, action }) => {
		const finding = { secrecy, unreadableReason: unreadable } as Pick<Finding, "secrecy" | "unreadableReason">;
		expect(actionFor(finding, ring as Ring)).toBe(action);
	});
});

describe("the fingerprint", () => {
	it.each(fingerprints.cases)("$name", ({ key, sha256, fingerprint }) => {
		const digest = new Uint8Array(Buffer.from(sha256, "hex"));
		expect(fingerprintOf({ fingerprint_keys: [{ id: "k1", key }] }, digest)).toBe(fingerprint);
	});

	it.each(fingerprints.rotation)("$name", ({ keys, now, sha256, fingerprint, earlier }) => {
		const digest = new Uint8Array(Buffer.from(sha256, "hex"));
		const bundle = { fingerprint_keys: keys as readonly FingerprintKey[] };
		expect(fingerprintOf(bundle, digest)).toBe(fingerprint);
		expect(earlierFingerprintOf(bundle, digest, now)).toBe(earlier);
	});
});
