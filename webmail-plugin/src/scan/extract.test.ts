// Files → what is read of them, by the same files as the Python extractors (rules/conformance/extract).

import { describe, expect, it } from "vitest";
import type { Part } from "../core/index.ts";
import { extract } from "./extract.ts";
import { NO_MEANS } from "./reading.ts";
import { buildFile, type DescribedFile } from "./testing/build_file.ts";
import { NodePictures } from "./testing/node_pictures.ts";

const LIMITS = { depth: 8, members: 2000, inflated_bytes: 400_000_000, ratio: 200, pages: 500, seconds: 20 };

interface Case {
	readonly name: string;
	readonly file: DescribedFile;
	readonly expect: Record<string, unknown>;
}

const SEEING = { pictures: new NodePictures(), progress: () => {} };
const families = import.meta.glob<readonly Case[]>("../../../rules/conformance/extract/*.json", {
	eager: true,
	import: "cases",
});

describe("what is read of a file", () => {
	it.each(Object.values(families).flat())("$name", async ({ name, file, expect: expected }) => {
		const found = await extract(buildFile(file), LIMITS, /^(pdf|metafile)/u.test(name) ? SEEING : NO_MEANS);
		const pages = found.parts.map((part) => part.pages.map(({ number, lines }) => [number, lines]));
		expect({
			media_type: found.mediaType,
			pages: pages.flat(),
			parts: found.parts.map((part, index) => [part.path, pages[index]]),
			charsets: found.parts.map(({ charset }) => charset),
			unreadable: found.unreadable.map((part) => [part.path, part.reason]),
			stamps: found.parts.flatMap(stampsOf),
			uncertain: found.uncertain.map(({ path, page }) => [path, page]),
		}).toMatchObject(expected);
	});
});

function stampsOf(part: Part): unknown[] {
	return part.pages.filter((page) => page.stamps?.length).map(({ number, stamps }) => [number, stamps]);
}

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
