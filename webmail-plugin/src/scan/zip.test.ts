import { zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { Budget } from "./budget.ts";
import { readMember, zipMembers } from "./zip.ts";

const LIMITS = { depth: 8, members: 2000, inflated_bytes: 50_000_000, ratio: 200, pages: 500, seconds: 20 };
const TEXT = new TextEncoder().encode("Công văn số 12/UBND-VX\n".repeat(500));

function contentOf(archive: Uint8Array, limits = LIMITS): Uint8Array[] {
	const budget = new Budget(limits);
	return zipMembers(archive).map((member) => readMember(archive, member, budget));
}

describe("a zip archive", () => {
	it("gives stored and deflated members by name, folders marked", () => {
		const archive = zipSync({ "a.txt": [TEXT, { level: 0 }], "thư mục": { "b.txt": [TEXT, { level: 9 }] } });
		expect(zipMembers(archive).map((member) => [member.name, member.isFolder])).toEqual([
			["a.txt", false],
			["thư mục/", true],
			["thư mục/b.txt", false],
		]);
		expect(contentOf(archive).map((content) => content.length)).toEqual([TEXT.length, 0, TEXT.length]);
	});

	it("is read when a program stands before it", () => {
		const archive = zipSync({ "a.txt": TEXT });
		const prepended = new Uint8Array(archive.length + 99);
		prepended.set(archive, 99);
		expect(contentOf(prepended)).toEqual([TEXT]);
	});

	it("is over the limit when it inflates to more than allowed, whatever size it declares", () => {
		const archive = zipSync({ "a.bin": new Uint8Array(3_000_000) });
		const view = new DataView(archive.buffer, archive.byteOffset);
		const [member] = zipMembers(archive);
		view.setUint32(archive.length - 22 - 46 - "a.bin".length + 24, 10, true);
		expect(member?.storedBytes).toBeLessThan(4000);
		expect(() => contentOf(archive, { ...LIMITS, inflated_bytes: 2_000_000, ratio: 1e9 })).toThrow("limit");
		expect(() => contentOf(archive, { ...LIMITS, ratio: 200 })).toThrow("limit");
	});

	it("is corrupt when a byte of a member changed", () => {
		const archive = zipSync({ "a.txt": [TEXT, { level: 0 }] });
		archive[200] = (archive[200] ?? 0) ^ 1;
		expect(() => contentOf(archive)).toThrow("corrupt");
	});

	it("is corrupt when it is cut short", () => {
		expect(() => zipMembers(zipSync({ "a.txt": TEXT }).subarray(0, 80))).toThrow("corrupt");
	});

	it("names an encrypted member", () => {
		const archive = zipSync({ "a.txt": TEXT });
		const central = archive.length - 22 - 46 - "a.txt".length;
		archive[central + 8] = 1;
		expect(() => contentOf(archive)).toThrow("encrypted");
	});

	it("does not guess at other compression methods", () => {
		const archive = zipSync({ "a.txt": TEXT });
		archive[archive.length - 22 - 46 - "a.txt".length + 10] = 12;
		expect(() => contentOf(archive)).toThrow("unsupported");
	});
});
