import { describe, expect, it } from "vitest";
import { BLACK, DrawnPaper, RED } from "../testing/draw_paper.ts";
import { findStamps } from "./find.ts";

const DPI = 72;
const PALE_GREY = [177, 177, 177] as const;

function stamped(): DrawnPaper {
	const paper = new DrawnPaper(600, 800);
	paper.frame([120, 100], [80, 34], 2, RED);
	for (const left of [95, 112, 130]) paper.fill(left, 92, 6, 16, RED);
	return paper;
}

/** A recogniser that always reads the same. */
function reads(text: string, confidence = 90) {
	let asked = 0;
	return {
		readLetters: async () => {
			asked += 1;
			return { text, confidence };
		},
		get asked() {
			return asked;
		},
	};
}

describe("a page", () => {
	it("with a framed mark says what it reads, and looks no further", async () => {
		const reader = reads("TÔI MẬT\n");
		expect(await findStamps(stamped(), DPI, reader)).toEqual({ texts: ["TỐI MẬT"], uncertain: false });
		expect(reader.asked).toBe(1);
	});

	it("with a frame of another known stamp is certain", async () => {
		expect(await findStamps(stamped(), DPI, reads("HOẢ TỐC"))).toEqual({ texts: ["HOẢ TỐC"], uncertain: false });
	});

	it.each(["", "MAI", "zx"])("with a frame in which %j is read is uncertain", async (text) => {
		expect(await findStamps(stamped(), DPI, reads(text, 40))).toEqual({ texts: [], uncertain: true });
	});

	it("is uncertain where letters cannot be read at all", async () => {
		const readLetters = () => Promise.reject(new Error("no wasm"));
		expect(await findStamps(stamped(), DPI, { readLetters })).toEqual({ texts: [], uncertain: true });
	});

	it("is uncertain where the recogniser breaks before it has read everything", async () => {
		let asked = 0;
		const readLetters = async () => {
			asked += 1;
			if (asked > 1) throw new Error("out of memory");
			return { text: "x", confidence: 10 };
		};
		expect(await findStamps(stamped(), DPI, { readLetters })).toEqual({ texts: [], uncertain: true });
	});

	it("is uncertain where typed lines cannot be read", async () => {
		const paper = new DrawnPaper(600, 800);
		for (const left of [95, 107, 119]) paper.fill(left, 92, 5, 11, BLACK);
		const readLetters = () => Promise.reject(new Error("out of memory"));
		expect(await findStamps(paper, DPI, { readLetters })).toEqual({ texts: [], uncertain: true });
	});

	it("scanned grey with a pale frame in which nothing can be read is uncertain", async () => {
		const paper = new DrawnPaper(600, 800);
		paper.frame([120, 100], [80, 34], 2, PALE_GREY);
		for (const left of [95, 112, 130]) paper.fill(left, 92, 6, 16, PALE_GREY);
		expect(await findStamps(paper, DPI, reads("", 0))).toEqual({ texts: [], uncertain: true });
	});

	it("in colour has no stamps in pale grey, of which its tables are full", async () => {
		const paper = new DrawnPaper(600, 800);
		paper.frame([120, 100], [80, 34], 2, PALE_GREY);
		for (const left of [95, 112, 130]) paper.fill(left, 92, 6, 16, PALE_GREY);
		paper.ring([300, 600], 51, 3, RED);
		expect(await findStamps(paper, DPI, reads("", 0))).toEqual({ texts: [], uncertain: false });
	});

	it("with nothing on it but a seal asks nobody and is clean", async () => {
		const paper = new DrawnPaper(600, 800);
		paper.ring([300, 600], 51, 3, RED);
		const reader = reads("MẬT");
		expect(await findStamps(paper, DPI, reader)).toEqual({ texts: [], uncertain: false });
		expect(reader.asked).toBe(0);
	});

	it("with a mark typed in black capitals says so", async () => {
		const paper = new DrawnPaper(600, 800);
		for (const left of [95, 107, 119]) paper.fill(left, 92, 5, 11, BLACK);
		expect((await findStamps(paper, DPI, reads("MẬT"))).texts).toEqual(["MẬT"]);
	});

	it("with a word of a red heading has no stamp", async () => {
		const paper = new DrawnPaper(600, 800);
		for (let left = 60; left < 540; left += 17) paper.fill(left, 92, 6, 16, RED);
		expect(await findStamps(paper, DPI, reads("MẬT"))).toEqual({ texts: [], uncertain: false });
	});
});
