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

function extraction({ parts, unreadable = [] }: (typeof conformance.cases)[number]): Extraction {
	return {
		mediaType: "application/zip",
		parts: parts.map(({ path, pages }) => ({
			path,
			mediaType: "text/plain",
			pages: pages.map((lines, index) => ({ number: index + 1, lines })),
		})),
		unreadable: unreadable.map((reason) => ({ path: "z", mediaType: "x/y", reason: reason as UnreadableReason })),
	};
}

describe("a file of several parts", () => {
	it.each(conformance.cases)("$name", (written) => {
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
