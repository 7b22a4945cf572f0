import { describe, expect, it } from "vitest";
import english from "../locales/en.json";
import vietnamese from "../locales/vi.json";
import { durationText, loadTexts, momentText, spanText } from "./texts.ts";

const texts = await loadTexts("vi_VN");

describe("texts", () => {
	it("follow the webmail's language, English for every other", async () => {
		expect(texts("button.retry")).toBe("Thử lại");
		expect((await loadTexts("fr_FR"))("button.retry")).toBe("Try again");
	});

	it("fill in what they are given, as it is", () => {
		expect(texts("marked.title", { name: "{count}$&.docx" })).toBe(
			"Tệp “{count}$&.docx” không được gửi qua thư điện tử",
		);
	});

	it("name the same values in both languages", () => {
		const values = (text: string) => [...text.matchAll(/\{\w+\}/gu)].map(String).sort();
		for (const [key, text] of Object.entries(vietnamese)) {
			expect(values(english[key as keyof typeof english]), key).toEqual(values(text));
		}
	});
});

describe("times in words", () => {
	it.each([
		[0, "0 phút"],
		[59 * 60 + 31, "1 giờ"],
		[3 * 3600 + 12 * 60, "3 giờ 12 phút"],
		[40 * 3600, "40 giờ"],
	])("%i seconds", (seconds, words) => {
		expect(durationText(texts, seconds)).toBe(words);
	});

	it("stand in Vietnam's time wherever the browser is", () => {
		expect(momentText("2026-11-05T02:12:00Z")).toBe("05/11/2026 09:12");
		expect(momentText("2026-11-05T17:00:00Z")).toBe("06/11/2026 00:00");
	});

	it("say the day once where it is the same", () => {
		expect(spanText("2026-11-05T00:30:00Z", "2026-11-05T04:30:00Z")).toBe("05/11/2026 07:30 – 11:30");
		expect(spanText("2026-11-05T10:00:00Z", "2026-11-06T00:30:00Z")).toBe("05/11/2026 17:00 – 06/11/2026 07:30");
	});
});
