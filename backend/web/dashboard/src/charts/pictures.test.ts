// @vitest-environment happy-dom

import { expect, it } from "vitest";
import { textsIn } from "../words.ts";
import { agesPicture, waitsPicture } from "./bars.ts";
import { curvePicture } from "./curve.ts";
import { nearest, type Picture } from "./picture.ts";
import { timeAxis } from "./time_axis.ts";
import { trendPicture } from "./trend.ts";

const vi = textsIn("vi");
const SIZE = { width: 400, height: 250 };
const HOUR = 3600;

function curve(...points: readonly (readonly [hours: number, answered: number])[]) {
	return {
		since: "2026-01-01",
		until: "2026-06-30",
		count: 8,
		longest: 60 * HOUR,
		leftOut: [],
		points: points.map(([hours, answered]) => ({ seconds: hours * HOUR, answered, low: answered / 2, high: 1 })),
	};
}

function month(number: number, medianSeconds: number | null, count = 6, hidden = false) {
	const interval = { low: medianSeconds, high: null };
	return {
		month: number,
		hidden,
		count,
		medianSeconds,
		medianInterval: interval,
		p90Seconds: null,
		p90Interval: interval,
	};
}

function words(picture: Picture | null): readonly string[] {
	return picture?.points.map((point) => point.words) ?? [];
}

it("each step of the curve is told with its interval, and with what last year's was by then", () => {
	const picture = curvePicture(vi, curve([2, 0.25], [5, 0.5]), curve([3, 0.1]), SIZE);

	expect(words(picture)).toEqual([
		"Trong 2 giờ: 25% đã trả lời (khoảng tin cậy 95%: 12,5% – 100%); năm trước: 0%",
		"Trong 5 giờ: 50% đã trả lời (khoảng tin cậy 95%: 25% – 100%); năm trước: 10%",
	]);
	expect(words(curvePicture(vi, curve([2, 0.25]), curve(), SIZE))).toEqual([
		"Trong 2 giờ: 25% đã trả lời (khoảng tin cậy 95%: 12,5% – 100%)",
	]);
	expect(curvePicture(vi, curve(), curve([3, 0.1]), SIZE)).toBeNull();
});

it("no picture holds a style of its own, which the page's policy refuses", () => {
	const pictures = [
		curvePicture(vi, curve([2, 0.25]), curve(), SIZE),
		trendPicture(vi, [month(202601, 3 * HOUR)], SIZE),
		agesPicture(vi, [{ sinceDays: 0, untilDays: 1, letters: 3 }], SIZE),
		waitsPicture(vi, { ours: HOUR, senders: 0, otherAgencies: 0 }, SIZE),
	];

	for (const picture of pictures) {
		expect(picture?.svg.querySelectorAll("path, line, rect, circle").length).toBeGreaterThan(0);
		expect(picture?.svg.querySelectorAll("style, [style]").length).toBe(0);
	}
});

it("a month that is hidden, or has no letters, is told so and not drawn as nought", () => {
	const picture = trendPicture(
		vi,
		[month(202601, 3 * HOUR), month(202602, null, 0, true), month(202603, null, 0)],
		SIZE,
	);

	expect(words(picture)).toEqual([
		"01/2026: một nửa trong 3 giờ; 9/10 trong chưa đủ số liệu; 6 thư",
		"02/2026: quá ít thư, được ẩn",
		"03/2026: không có thư",
	]);
	expect(picture?.svg.querySelectorAll("circle").length).toBe(1);
	expect(trendPicture(vi, [month(202603, null, 0)], SIZE)).toBeNull();
});

it("bars are told by name, and nothing is drawn of nothing", () => {
	const ages = [
		{ sinceDays: 0, untilDays: 1, letters: 3 },
		{ sinceDays: 1, untilDays: 3, letters: 0 },
		{ sinceDays: 15, untilDays: null, letters: 1 },
	];

	expect(words(agesPicture(vi, ages, SIZE))).toEqual([
		"dưới 1 ngày: 3 thư",
		"1 đến dưới 3 ngày: 0 thư",
		"từ 15 ngày: 1 thư",
	]);
	expect(words(waitsPicture(vi, { ours: 20 * HOUR, senders: HOUR, otherAgencies: 0 }, SIZE))).toEqual([
		"Cơ quan: 2,5 ngày làm việc",
		"Cơ quan khác: 0",
		"Người gửi: 1 giờ",
	]);
	expect(agesPicture(vi, [], SIZE)).toBeNull();
	expect(waitsPicture(vi, { ours: 0, senders: 0, otherAgencies: 0 }, SIZE)).toBeNull();
});

it("the number pointed at is the nearest one", () => {
	const picture = curvePicture(vi, curve([2, 0.25], [5, 0.5]), curve(), SIZE);
	const [first, second] = picture?.points ?? [];

	expect(first?.x).toBeLessThan(second?.x ?? 0);
	expect(picture && nearest(picture, { x: (first?.x ?? 0) + 1, y: 0 })).toBe(0);
	expect(picture && nearest(picture, { x: 400, y: 0 })).toBe(1);
	expect(picture && nearest({ ...picture, points: [] }, { x: 0, y: 0 })).toBe(-1);
});

it.each([
	[HOUR, [0, 1]],
	[5 * HOUR, [0, 1, 2, 3, 4, 5]],
	[6 * HOUR, [0, 2, 4, 6]],
	[100 * HOUR, [0, 40, 80, 120]],
])("an axis to %d seconds has few ticks, at whole hours", (longest, hours) => {
	expect(timeAxis(longest)).toEqual({ ticks: hours.map((one) => one * HOUR), end: (hours.at(-1) ?? 0) * HOUR });
});
