import { describe, expect, it } from "vitest";
import vietnamese from "../../locales/vi.json";
import { textsIn } from "../texts.ts";
import { durationBetween, percent, shareBetween } from "./intervals.ts";

const texts = textsIn("vi", vietnamese);

describe("an interval of time", () => {
	it("says which end the letters leave open", () => {
		expect(durationBetween(texts, { low: 3600, high: 9000 })).toBe("1 giờ đến 2 giờ 30 phút");
		expect(durationBetween(texts, { low: 3600, high: null })).toBe("từ 1 giờ, chưa xác định được đầu trên");
		expect(durationBetween(texts, { low: null, high: 3600 })).toBe("đến 1 giờ, chưa xác định được đầu dưới");
		expect(durationBetween(texts, { low: null, high: null })).toBe("");
	});

	it("begins at zero where that is known", () => {
		expect(durationBetween(texts, { low: 0, high: 3600 })).toBe("0 phút đến 1 giờ");
	});
});

describe("a share", () => {
	it("is all or none only when it is", () => {
		expect([0, 0.001, 0.5, 0.996, 1].map(percent)).toEqual([0, 1, 50, 99, 100]);
	});

	it("has an interval rounded outwards, and none without letters", () => {
		expect(shareBetween({ low: 0.294, high: 0.931 })).toBe("29–94 %");
		expect(shareBetween({ low: 0.29, high: 1 })).toBe("29–100 %");
		expect(shareBetween({ low: null, high: null })).toBe("");
	});
});
