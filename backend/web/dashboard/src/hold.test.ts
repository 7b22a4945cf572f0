// @vitest-environment happy-dom

import { beforeEach, expect, it } from "vitest";
import { holdAgain, holdOf } from "./hold.ts";
import { drawAll } from "./pictures.ts";
import { textsIn } from "./words.ts";

const PAGE = `<div data-region="figures"><a href="/a">a</a><a href="/b">b</a><div data-chart="ages" data-title="Tuổi thư"></div>
	</div><button>Đóng</button>`;
const INTERVAL = { low: null, high: null };
const CURVE = { since: "2026-01-01", until: "2026-01-31", count: 0, longest: null, leftOut: [], points: [] };
const FIGURES = {
	__typename: "DashboardFigures",
	asOf: "2026-01-31T00:00:00Z",
	curve: CURVE,
	lastYear: CURVE,
	months: [
		{
			month: 202_601,
			hidden: false,
			count: 0,
			medianSeconds: null,
			medianInterval: INTERVAL,
			p90Seconds: null,
			p90Interval: INTERVAL,
		},
	],
	ages: [
		{ sinceDays: 0, untilDays: 1, letters: 3 },
		{ sinceDays: 1, untilDays: null, letters: 1 },
	],
	split: { ours: 0, senders: 0, otherAgencies: 0 },
} as const;
const vi = textsIn("vi");

beforeEach(async () => {
	document.body.innerHTML = PAGE;
	await drawAll(document, vi, FIGURES, null);
});

/** The page as it is after it renewed itself. */
async function renewed(): Promise<void> {
	const held = holdOf(document);
	document.body.innerHTML = PAGE;
	await drawAll(document, vi, FIGURES, held);
	holdAgain(document, held);
}

it("a picture that is read by keyboard stays under the hand, at its number", async () => {
	const slider = document.querySelector<HTMLElement>("[role=slider]");
	slider?.focus();
	slider?.dispatchEvent(new KeyboardEvent("keydown", { key: "End" }));

	await renewed();

	expect(document.activeElement?.getAttribute("aria-valuetext")).toBe("từ 1 ngày: 1 thư");
	expect(document.activeElement).not.toBe(slider);
	expect(document.querySelector(".told")?.textContent).toBe("từ 1 ngày: 1 thư");
});

it("a link that has the focus has it again, and what is not renewed keeps it", async () => {
	document.querySelectorAll("a")[1]?.focus();
	await renewed();
	expect(document.activeElement?.textContent).toBe("b");

	document.querySelector<HTMLElement>("body > button")?.focus();
	expect(holdOf(document).find).toBeNull();
});
