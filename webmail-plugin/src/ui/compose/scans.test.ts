// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { DeclareOperation } from "../../api/generated.ts";
import type { Finding } from "../../core/index.ts";
import { finding, STAMPED } from "../testing/findings.ts";
import { type Desk, letterDesk } from "../testing/letter_desk.ts";

let desk: Desk;

beforeEach(async () => {
	vi.useFakeTimers({ now: new Date("2026-11-05T08:00:00Z") });
	localStorage.clear();
	desk = letterDesk();
	await quiet();
});

afterEach(() => vi.useRealTimers());

const quiet = () => vi.advanceTimersByTimeAsync(10);

async function status(): Promise<string> {
	await quiet();
	return desk.panel.element.querySelector(".congvu-statuses")?.textContent?.trim() ?? "";
}

describe("a scan of many pages", () => {
	it("shows the page that is looked at, until it is judged", async () => {
		let judged: (found: Finding) => void = () => {};
		desk.pages.set("quet.pdf", [3, 20]);
		desk.found.set("quet.pdf", new Promise((resolve) => (judged = resolve)));
		desk.draft.choose("quet.pdf");
		expect(await status()).toBe("Đang xem trang 3/20 …");
		judged(finding());
		expect(await status()).toBe("");
	});

	it("of one page says only that it is checked", async () => {
		desk.pages.set("anh.jpg", [1, 1]);
		desk.found.set("anh.jpg", new Promise(() => {}));
		desk.draft.choose("anh.jpg");
		expect(await status()).toBe("Đang kiểm tra tệp trước khi gửi");
	});
});

describe("a file with something like a stamp that could not be read", () => {
	it("waits, says why, and goes up once a person has said by name what it is", async () => {
		desk.found.set("quet.pdf", STAMPED);
		const { answer } = desk.draft.choose("quet.pdf");
		await quiet();
		expect(desk.draft.notes.at(-1)).toBe("Chờ xác nhận");
		expect(desk.panel.element.textContent).toContain("quet.pdf: có hình giống con dấu nhưng chưa đọc được chữ.");
		[...desk.panel.element.querySelectorAll<HTMLButtonElement>("button")]
			.find((one) => one.textContent === "Xác nhận…")
			?.click();
		await quiet();
		const form = document.querySelector("congvu-confirm");
		const select = form?.querySelector("select");
		const reasons = [...(select?.options ?? [])].map((option) => option.textContent);
		expect(reasons).toEqual([
			"Chọn lý do",
			"Tôi đã xem: hình giống con dấu không phải dấu chỉ độ mật",
			"Văn bản đã được giải mật",
		]);
		if (select) select.value = "STAMP_LOOKED_AT";
		form?.querySelector<HTMLInputElement>('input[value="1"]')?.click();
		await desk.surface.press("Tôi xác nhận");
		await quiet();
		const declared = desk.backend.asked.filter(({ id }) => id === DeclareOperation.id);
		expect(declared.map(({ variables }) => variables)).toEqual([
			{ declaration: { fingerprint: STAMPED.fingerprint, reason: "STAMP_LOOKED_AT", person: "1" } },
		]);
		expect(await answer).toBe(true);
	});
});
