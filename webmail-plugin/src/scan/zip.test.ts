import { zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { Budget } from "./budget.ts";
import { openArchive, readMember } from "./zip.ts";

const LIMITS = { depth: 8, members: 2000, inflated_bytes: 50_000_000, ratio: 200, pages: 500, seconds: 20 };
const TEXT = new TextEncoder().encode("Công văn số 12/UBND-VX\n".repeat(500));
const CENTRAL_AND_END = 46 + "a.txt".length + 22;

async function contentOf(bytes: Uint8Array<ArrayBuffer>, limits = LIMITS): Promise<Uint8Array[]> {
	const budget = new Budget(limits);
	const archive = openArchive(bytes);
	return Promise.all(archive.members.map((member) => readMember(archive, member, budget)));
}

/** One member "a.txt"; `change` gets the whole archive and the place of its directory entry. */
function changed(change: (bytes: Uint8Array, central: number) => void, level: 0 | 9 = 9): Uint8Array<ArrayBuffer> {
	const bytes = zipSync({ "a.txt": [TEXT, { level }] });
	change(bytes, bytes.length - CENTRAL_AND_END);
	return bytes;
}

describe("a zip archive", () => {
	it("gives stored and deflated members by name, folders too", async () => {
		const bytes = zipSync({ "a.txt": [TEXT, { level: 0 }], "thư mục": { "b.txt": [TEXT, { level: 9 }] } });
		const archive = openArchive(bytes);
		expect(archive.members.map((member) => member.name)).toEqual(["a.txt", "thư mục/", "thư mục/b.txt"]);
		expect(archive.odd).toBe(false);
		expect((await contentOf(bytes)).map((content) => content.length)).toEqual([TEXT.length, 0, TEXT.length]);
	});

	it.each([
		["before", 99, 0],
		["behind", 0, 99],
	])("is read, but odd, with bytes %s it", async (_, before, behind) => {
		const bytes = zipSync({ "a.txt": TEXT });
		const padded = new Uint8Array(before + bytes.length + behind);
		padded.set(bytes, before);
		expect(openArchive(padded).odd).toBe(true);
		expect(await contentOf(padded)).toEqual([TEXT]);
	});

	it("is over the limit when it inflates to more than allowed in all or for its stored size", async () => {
		const bytes = zipSync({ "a.bin": new Uint8Array(5_000_000) });
		expect(bytes.length).toBeLessThan(6000);
		await expect(contentOf(bytes, { ...LIMITS, inflated_bytes: 2_000_000, ratio: 1e9 })).rejects.toThrow("limit");
		await expect(contentOf(bytes, { ...LIMITS, ratio: 200 })).rejects.toThrow("limit");
		expect((await contentOf(bytes, { ...LIMITS, ratio: 2000 }))[0]?.length).toBe(5_000_000);
	});

	it("is over the limit together, when each member alone is not", async () => {
		const bytes = zipSync({ "a.txt": TEXT, "b.txt": TEXT });
		await expect(contentOf(bytes, { ...LIMITS, inflated_bytes: TEXT.length + 1 })).rejects.toThrow("limit");
	});

	it.each<[string, (bytes: Uint8Array, central: number) => void]>([
		["a byte of a member changed", (bytes) => bytes.set([(bytes[200] ?? 0) ^ 1], 200)],
		["it declares another size", (bytes, central) => bytes.set([1, 2, 3], central + 24)],
		["a member's own header names another file", (bytes) => bytes.set([0x62], 30)],
		["a member is not where the directory says", (bytes, central) => bytes.set([7], central + 42)],
	])("is corrupt when %s", async (_, change) => {
		await expect((async () => contentOf(changed(change, 0)))()).rejects.toThrow("corrupt");
	});

	it("is corrupt when it is cut short", () => {
		expect(() => openArchive(zipSync({ "a.txt": TEXT }).slice(0, 80))).toThrow("corrupt");
	});

	it("names an encrypted member", async () => {
		await expect(contentOf(changed((bytes, central) => bytes.set([1], central + 8)))).rejects.toThrow("encrypted");
	});

	it("does not guess at other compression methods", async () => {
		const other = changed((bytes, central) => {
			bytes.set([12], central + 10);
			bytes.set([12], 8);
		});
		await expect(contentOf(other)).rejects.toThrow("unsupported");
	});
});
