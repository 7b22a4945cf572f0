import { describe, expect, it } from "vitest";
import vietnamese from "../../locales/vi.json";
import { letterLike } from "../testing/letters.ts";
import { textsIn } from "../texts.ts";
import { boxFacts } from "./letter_facts.ts";

const texts = textsIn("vi", vietnamese);
const letter = letterLike({ mailbox: "sokhcn@thainguyen.gov.vn" });
const opened = { mailbox: letter.mailbox, openedAt: "2026-11-05T02:30:00Z", receiptSentAt: null };

describe("what the agency's boxes did", () => {
	it("is said to be deleted of an old letter, and of no other", () => {
		expect(boxFacts(texts, { letter, boxes: [], boxesForgotten: true })).toEqual([
			["Hộp thư đã mở lúc", "chi tiết đã được xóa theo thời hạn"],
		]);
		expect(boxFacts(texts, { letter, boxes: [], boxesForgotten: false })).toEqual([]);
	});

	it("is told of an old letter as long as it is there", () => {
		const told = [["Hộp thư đã mở lúc", "05/11/2026 09:30"]];
		expect(boxFacts(texts, { letter, boxes: [opened], boxesForgotten: true })).toEqual(told);
	});
});
