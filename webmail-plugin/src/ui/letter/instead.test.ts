// @vitest-environment happy-dom
import { render } from "lit";
import { describe, expect, it } from "vitest";
import vietnamese from "../../locales/vi.json";
import { textsIn } from "../texts.ts";
import { insteadWords, recallSentence } from "./instead.ts";
import type { NotedAct } from "./letter_desk.ts";

const texts = textsIn("vi", vietnamese);
const TOLD: NotedAct = {
	id: "R1",
	act: "REPLACED",
	at: "2026-11-05T03:00:00Z",
	by: null,
	reason: "content",
	dueOn: null,
	channel: "",
	paperSymbol: "13/UBND-VX",
	paperOn: "2026-11-05",
	sentAt: "2026-11-05T02:30:00Z",
};

function sentence(acts: readonly NotedAct[]): string {
	const place = document.createElement("div");
	render(recallSentence(texts, acts), place);
	return place.textContent?.replaceAll(/\s+/gu, " ").trim() ?? "";
}

describe("a paper that its sender replaced", () => {
	it("says why, which one stands instead, and when that came", () => {
		expect(sentence([TOLD])).toBe(
			"Nơi gửi báo thay thế văn bản này lúc 05/11/2026 10:00 (sai nội dung). " +
				"Dùng thay: văn bản số 13/UBND-VX ngày 05/11/2026, gửi lúc 05/11/2026 09:30.",
		);
	});

	it("goes by the latest word of its sender", () => {
		const recalled = { ...TOLD, act: "RECALLED", paperSymbol: "", paperOn: null, sentAt: null } as const;
		expect(sentence([TOLD, recalled])).toBe("Nơi gửi báo thu hồi văn bản này lúc 05/11/2026 10:00 (sai nội dung).");
	});

	it("is not spoken of where nobody did", () => {
		expect(sentence([{ ...TOLD, act: "REGISTERED" }])).toBe("");
	});
});

describe("the paper that stands instead", () => {
	it("is named as far as it is known", () => {
		expect(insteadWords(texts, { ...TOLD, sentAt: null })).toBe("Dùng thay: văn bản số 13/UBND-VX ngày 05/11/2026.");
		expect(insteadWords(texts, { ...TOLD, paperOn: null, sentAt: null })).toBe("Dùng thay: văn bản số 13/UBND-VX.");
		expect(insteadWords(texts, { ...TOLD, paperSymbol: "", paperOn: null })).toBe(
			"Dùng thay: văn bản gửi lúc 05/11/2026 09:30.",
		);
		expect(insteadWords(texts, { paperSymbol: "", paperOn: null, sentAt: null })).toBe("");
	});
});
