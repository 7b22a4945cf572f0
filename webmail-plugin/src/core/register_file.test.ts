// Both readers of the register read the same: here the browser's (its twin: test_register_file.py).

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readRegister, symbolOf } from "./register_file.ts";

interface Case {
	readonly name: string;
	readonly text: string;
	readonly rows: readonly object[];
	readonly dropped: number;
	readonly problems: readonly object[];
}

const written = readFileSync(new URL("../../../tests/data/register/cases.json", import.meta.url), "utf-8");
const { cases } = JSON.parse(written) as { cases: readonly Case[] };

describe("a register of outgoing papers", () => {
	it.each(cases)("$name", ({ text, rows, dropped, problems }) => {
		const read = readRegister(new TextEncoder().encode(text));
		const found = read.rows.map(({ issuedOn, ...row }) => ({ ...row, issued_on: issuedOn }));
		expect(found).toEqual(rows);
		expect(read.dropped).toBe(dropped);
		expect(read.problems).toEqual(problems);
	});

	it("in another charset is refused as a whole", () => {
		const utf16 = new Uint8Array([0xff, 0xfe, 0x53, 0x00, 0xd1, 0x1e]);
		expect(readRegister(utf16).problems).toEqual([{ line: 0, what: "charset" }]);
	});
});

describe("a number and symbol", () => {
	it.each([
		["5/UBND-VX", "05/UBND-VX"],
		["006 / QC-TT.HĐND - UBND", "06/QC-TT.HĐND-UBND"],
		["34/2008/CT-TTg", "34/2008/CT-TTg"],
		["15a/QĐ-UBND", "15a/QĐ-UBND"],
		["QĐ-UBND", null],
		["15/", null],
	])("%s is read as %s", (text, read) => {
		expect(symbolOf(text)).toBe(read);
	});
});
