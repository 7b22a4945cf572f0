import { expect, it } from "vitest";
import english from "./locales/en.json";
import vietnamese from "./locales/vi.json";
import { durationText, monthText, percentText, textsIn, tickText } from "./words.ts";

const vi = textsIn("vi");

it("durations read as in the tables", () => {
	const told = [null, 59, 2700, 18_000, 23_400, 57_540, 57_600, 72_000].map((seconds) => durationText(vi, seconds));

	expect(told).toEqual([
		"chưa đủ số liệu",
		"dưới 1 phút",
		"45 phút",
		"5 giờ",
		"6 giờ 30 phút",
		"15 giờ 59 phút",
		"2 ngày làm việc",
		"2,5 ngày làm việc",
	]);
	expect(durationText(textsIn("en"), 72_000)).toBe("2.5 working days");
});

it("axes, shares and months are short", () => {
	expect([tickText(vi, 14_400), tickText(vi, 288_000)]).toEqual(["4 giờ", "10 ngày"]);
	expect([percentText(vi, 0.53125), percentText(vi, 1)]).toEqual(["53,1%", "100%"]);
	expect(monthText(202_601)).toBe("01/2026");
});

it("every text is there in both languages, with the same values in it", () => {
	const named = (table: Record<string, string>) =>
		Object.entries(table).map(([key, text]) => [key, [...text.matchAll(/\{\w+\}/gu)].map(String).sort()]);

	expect(named(english)).toEqual(named(vietnamese));
});
