// Files → what is read of them, by the same file as the Python extractors (rules/conformance/extract.json).

import { describe, expect, it } from "vitest";
import conformance from "../../../rules/conformance/extract.json" with { type: "json" };
import { extract } from "./extract.ts";
import { buildFile, type DescribedFile } from "./testing/build_file.ts";

const LIMITS = { depth: 8, members: 2000, inflated_bytes: 400_000_000, ratio: 200, pages: 500, seconds: 20 };

describe("what is read of a file", () => {
	it.each(conformance.cases)("$name", async ({ file, expect: expected }) => {
		const found = await extract(buildFile(file as unknown as DescribedFile), LIMITS);
		const pages = found.parts.map((part) => part.pages.map(({ number, lines }) => [number, lines]));
		expect({
			media_type: found.mediaType,
			pages: pages.flat(),
			parts: found.parts.map((part, index) => [part.path, pages[index]]),
			unreadable: found.unreadable.map((part) => [part.path, part.reason]),
		}).toMatchObject(expected);
	});
});

describe("limits", () => {
	it("stop at the number of members of all containers together", async () => {
		const members = { "a.txt": { text: "a" }, "b.zip": { zip: { "c.txt": { text: "c" }, "d.txt": { text: "d" } } } };
		const found = await extract(buildFile({ zip: members }), { ...LIMITS, members: 3 });
		expect(found.unreadable.map((part) => [part.path, part.reason])).toEqual([
			["b.zip", "limit"],
			["", "limit"],
		]);
	});

	it("of one member do not keep the others from being read", async () => {
		const members = { "a.txt": { text: "a".repeat(2000) }, "b.txt": { text: "MẬT" } };
		const found = await extract(buildFile({ zip: members }), { ...LIMITS, inflated_bytes: 100 });
		expect(found.unreadable.map((part) => [part.path, part.reason])).toEqual([["a.txt", "limit"]]);
		expect(found.parts.map((part) => part.path)).toEqual(["", "b.txt"]);
	});
});
