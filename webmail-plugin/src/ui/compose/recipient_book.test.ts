import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Asks } from "../../api/backend.ts";
import { RecipientBook } from "./recipient_book.ts";

const OFFICIAL = "vanthu@hatinh.gov.vn";

let isAway: boolean;
let questions: number;
let book: RecipientBook;

beforeEach(() => {
	vi.useFakeTimers();
	isAway = true;
	questions = 0;
	const backend = {
		ask: async () => {
			questions++;
			if (isAway) throw new TypeError("Failed to fetch");
			return { checkRecipients: [{ address: OFFICIAL, ring: "OFFICIAL" }] };
		},
	};
	book = new RecipientBook(backend as unknown as Asks, () => null);
	return () => void vi.useRealTimers();
});

describe("after a question that failed", () => {
	it("an address counts as outside, and is known not to have been checked", async () => {
		await book.learn([OFFICIAL]);
		expect(book.outside([OFFICIAL])).toEqual([OFFICIAL]);
		expect(book.isUnchecked(OFFICIAL)).toBe(true);

		isAway = false;
		await book.learn([OFFICIAL], true);
		expect(book.outside([OFFICIAL])).toEqual([]);
		expect(book.isUnchecked(OFFICIAL)).toBe(false);
	});

	it("the next one comes after a second, then two, four, eight, and never later than fifteen", async () => {
		const pauses: (number | null)[] = [];
		for (let time = 0; time < 6; time++) {
			const pause = await book.learn([OFFICIAL]);
			pauses.push(pause);
			await vi.advanceTimersByTimeAsync(pause ?? 0);
		}
		expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000, 15_000, 15_000]);
	});

	it("nothing is asked before that, and nothing is left to ask once it was answered", async () => {
		await book.learn([OFFICIAL]);
		await vi.advanceTimersByTimeAsync(400);
		expect(await book.learn([OFFICIAL])).toBe(600);
		expect(questions).toBe(1);

		isAway = false;
		await vi.advanceTimersByTimeAsync(600);
		expect(await book.learn([OFFICIAL])).toBeNull();
		expect(await book.learn([OFFICIAL])).toBeNull();
		expect(questions).toBe(2);
	});

	it("what holds no address is outside for certain", () => {
		expect(book.outside(["webmail.example"])).toEqual(["webmail.example"]);
		expect(book.isUnchecked("webmail.example")).toBe(false);
	});
});
