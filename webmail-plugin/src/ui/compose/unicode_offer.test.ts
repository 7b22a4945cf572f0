// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from "vitest";
import { type Desk, letterDesk } from "../testing/letter_desk.ts";

const TCVN3 = ["KÝnh göi: Së Tµi chÝnh", "§Ò nghÞ c¸c ®¬n vÞ b¸o c¸o kÕt qu¶ tr\u00adíc ngµy 15."];
const UNICODE = ["Kính gửi: Sở Tài chính", "Đề nghị các đơn vị báo cáo kết quả trước ngày 15."];
const CONVERT = "Chuyển sang Unicode (TCVN 6909)";
const UNDO = "Hoàn tác";

let desk: Desk;

beforeEach(async () => {
	desk = letterDesk();
	await desk.guard.reload(false);
});

async function written(lines: string[]): Promise<void> {
	desk.draft.text = lines;
	desk.guard.settle();
	await new Promise((resolve) => setTimeout(resolve)); // the panel may be coming
}

function shown(): string {
	return document.querySelector('[data-alert="charset"] h3')?.textContent ?? "";
}

async function press(label: string): Promise<void> {
	const buttons = [...document.querySelectorAll<HTMLButtonElement>('[data-alert="charset"] button')];
	buttons.find((button) => button.textContent === label)?.click();
}

describe("a letter in an old charset", () => {
	it("is offered a conversion, and nothing changes by itself", async () => {
		await written(TCVN3);
		expect(shown()).toBe("Nội dung thư viết bằng bảng mã cũ: TCVN3 (ABC)");
		expect(desk.draft.text).toEqual(TCVN3);
	});

	it("is converted when the button is pressed, and comes back with one more", async () => {
		await written(TCVN3);
		await press(CONVERT);
		expect(desk.draft.text).toEqual(UNICODE);
		expect(shown()).toBe("Đã chuyển nội dung thư sang Unicode");
		await press(UNDO);
		expect(desk.draft.text).toEqual(TCVN3);
		expect(shown()).toBe("Nội dung thư viết bằng bảng mã cũ: TCVN3 (ABC)");
	});

	it("keeps what was written after the conversion: then there is nothing to undo", async () => {
		await written(TCVN3);
		await press(CONVERT);
		await written([...UNICODE, "Trân trọng."]);
		expect(shown()).toBe("");
		expect(desk.draft.text).toEqual([...UNICODE, "Trân trọng."]);
	});

	it("is also one whose letters and marks stand apart", async () => {
		await written(UNICODE.map((line) => line.normalize("NFD")));
		expect(shown()).toBe("Nội dung thư viết bằng Unicode tổ hợp");
		await press(CONVERT);
		expect(desk.draft.text).toEqual(UNICODE);
	});
});

describe("a letter that is left alone", () => {
	it.each([
		["in composed Unicode", UNICODE],
		["in another language", ["Für die Übermittlung der Unterlagen ist das Büro zuständig. Schöne Grüße aus München!"]],
		["without a word", []],
	])("is one %s", async (_, lines) => {
		await written(lines);
		expect(shown()).toBe("");
	});

	it("brings no panel onto the page while nothing in it may be an old charset", async () => {
		await written(UNICODE);
		expect(desk.panel.element.isConnected).toBe(false);
	});
});
