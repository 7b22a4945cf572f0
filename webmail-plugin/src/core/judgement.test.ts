// Parts of a file → finding, by the same file as the Python engine (rules/conformance/judgement.json).

import { describe, expect, it } from "vitest";
import conformance from "../../../rules/conformance/judgement.json" with { type: "json" };
import { Engine } from "./engine.ts";
import { writtenKinds, writtenRules } from "./testing/packaged_rules.ts";
import type { Extraction, UnreadableReason } from "./verdict.ts";

const ENGINE = new Engine({
	format: 1,
	version: "1",
	issued_at: null,
	expires_at: null,
	province: { id: "dev", name: "", domains: [] },
	fingerprint_keys: [{ id: "k1", key: "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8" }],
	limits: { depth: 8, members: 2000, inflated_bytes: 400_000_000, ratio: 200, pages: 500, seconds: 20 },
	rules: writtenRules(),
	kinds: writtenKinds(),
});

interface Case {
	readonly name: string;
	readonly parts: readonly { readonly path: string; readonly pages: string[][]; readonly stamps?: string[][] }[];
	readonly unreadable?: readonly string[];
	readonly uncertain?: readonly number[];
	readonly expect: unknown;
}

const CASES: readonly Case[] = conformance.cases;

function extraction({ parts, unreadable = [], uncertain = [] }: Case): Extraction {
	return {
		mediaType: "application/zip",
		parts: parts.map(({ path, pages, stamps = [] }) => ({
			path,
			mediaType: "text/plain",
			pages: pages.map((lines, index) => ({ number: index + 1, lines, stamps: stamps[index] ?? [] })),
		})),
		unreadable: unreadable.map((reason) => ({ path: "z", mediaType: "x/y", reason: reason as UnreadableReason })),
		uncertain: uncertain.map((page) => ({ path: "z", page })),
	};
}

describe("a file of several parts", () => {
	it.each(CASES)("$name", (written) => {
		const file = { name: "x", sha256: "00", fingerprint: "", sizeBytes: 1, startedAt: 0 };
		const finding = ENGINE.judge(extraction(written), file);
		expect({
			secrecy: finding.secrecy,
			level: finding.level,
			obligation: finding.obligation,
			unreadable: finding.unreadableReason,
			kind: finding.document.kind,
			charset: finding.charset,
			hits: finding.hits.map(({ id, part, page, line }) => ({ id, part, page, line })),
		}).toEqual(written.expect);
	});
});
