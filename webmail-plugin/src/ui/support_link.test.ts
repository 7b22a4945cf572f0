// @vitest-environment happy-dom
import { describe, expect, it } from "vitest";
import vietnamese from "../locales/vi.json";
import { supportAddress, supportLink } from "./support_link.ts";
import { textsIn } from "./texts.ts";

const BACKEND = "https://congvu.example";

describe("the way to the support desk", () => {
	it("says where somebody is and by which rules, and nothing of a letter", () => {
		expect(supportAddress(BACKEND, "soan-thu", "2026.11.3", "vi")).toBe(
			"https://congvu.example/vuong-mac?o-dau=soan-thu&quy-tac=2026.11.3",
		);
		expect(supportAddress(BACKEND, "doc-thu", "", "en")).toBe("https://congvu.example/vuong-mac?o-dau=doc-thu&lang=en");
	});

	it("opens beside the letter, and the page it opens cannot reach back", () => {
		const link = supportLink(`${BACKEND}/vuong-mac`, textsIn("vi", vietnamese)).querySelector("a");
		expect(link?.textContent).toBe("Báo vướng mắc");
		expect([link?.target, link?.rel]).toEqual(["_blank", "noopener"]);
	});
});
