import { describe, expect, it } from "vitest";
import type { TextLook } from "./content.ts";
import { lostLetters, lostTheHigher, PageText } from "./words.ts";

const FONT = { name: "F", charset: null, isDrawn: false, widthScale: 0.001, letters: () => "" };

const LOOK: TextLook = { font: FONT, em: 10, cos: 1, sin: 0, angle: 0 };

function add(page: PageText, text: string, start: number, change: Partial<TextLook> = {}, baseline = 700): void {
	page.add(text, { ...LOOK, ...change }, start, start + 5, baseline);
}

function runs(page: PageText): string[] {
	page.finish();
	return (page.runs.get(0) ?? []).map((run) => run.text);
}

describe("words of a page", () => {
	it("are characters that stand close, of one font and line", () => {
		const page = new PageText();
		add(page, "M", 0);
		add(page, "Ậ", 5.4);
		add(page, "T", 12);
		add(page, "1", 17, {}, 703);
		add(page, "x", 22, { font: { ...FONT, name: "G" } }, 703);
		expect(runs(page)).toEqual(["MẬ", "T", "1", "x"]);
	});

	it("keep the space written behind them", () => {
		const page = new PageText();
		add(page, "a", 0);
		page.space();
		add(page, "b", 6.2);
		expect(runs(page)).toEqual(["a ", "b"]);
	});

	it("pass over a space that took no room", () => {
		const page = new PageText();
		add(page, "a", 0);
		page.space();
		add(page, "b", 5);
		expect(runs(page)).toEqual(["ab"]);
	});

	it("read by the commonest direction first", () => {
		const page = new PageText();
		add(page, "xoay", 0, { cos: 0, sin: 1, angle: 90 });
		add(page, "một", 0);
		add(page, "hai", 0, {}, 600);
		page.finish();
		expect(page.lines()).toEqual(["một", "hai", "xoay"]);
	});

	it("of an old charset's font are decoded when the page ends", () => {
		const old = { font: { ...FONT, name: ".VnTimeH", charset: { charset: "tcvn3", capitals: true } } } as const;
		const page = new PageText();
		for (const [at, letter] of [..."mËt"].entries()) add(page, letter, 5 * at, old);
		page.end();
		expect(runs(page)).toEqual(["MẬT"]);
	});

	it("are left as they are where that font holds letters of Unicode", () => {
		const named = { font: { ...FONT, name: ".VnTime", charset: { charset: "tcvn3", capitals: false } } } as const;
		const page = new PageText();
		for (const [at, letter] of [..."đà"].entries()) add(page, letter, 5 * at, named);
		page.end();
		expect(runs(page)).toEqual(["đà"]);
	});
});

describe("a text layer cannot be believed", () => {
	it("where glyphs stand for no letter, a single bullet apart", () => {
		expect(lostLetters(["\ufffd Như trên;", "\ufffd"])).toBe(false);
		expect(lostLetters(["M\ufffdT"])).toBe(true);
	});

	it("where the letters that only Vietnamese has are there, the higher ones not at all", () => {
		expect(lostTheHigher({ kept: 8, higher: 0 })).toBe(true);
		expect(lostTheHigher({ kept: 7, higher: 0 })).toBe(false);
		expect(lostTheHigher({ kept: 80, higher: 1 })).toBe(false);
	});
});
