// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Finding } from "../../core/index.ts";
import { HINTED, MARKED, RESTRICTED } from "../testing/findings.ts";
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

/** Choose a file in which the scanner finds this; what becomes of it is known whenever it is asked. */
async function choose(name: string, found: Finding): Promise<() => string> {
	let answer = "held";
	desk.found.set(name, found);
	void desk.draft.choose(name).answer.then((upload) => {
		answer = upload ? "uploaded" : "refused";
	});
	await quiet();
	return () => answer;
}

async function press(label: string): Promise<void> {
	[...desk.panel.element.querySelectorAll("button")].find((button) => button.textContent === label)?.click();
	await quiet();
}

async function panelText(): Promise<string> {
	return desk.panel.element.textContent?.replaceAll(/\s+/gu, " ") ?? "";
}

describe("a file with a weak hint", () => {
	it("waits for an answer, and the panel says what was seen and where", async () => {
		const answer = await choose("a.docx", HINTED);
		expect(answer()).toBe("held");
		expect(await panelText()).toContain("Tệp “a.docx” có phải văn bản mật không?");
		expect(await panelText()).toContain("Chữ “mật” viết thường đứng một mình: trang 1, dòng 6");
	});

	it("goes on after no, and is not asked about again in the draft", async () => {
		const answer = await choose("a.docx", HINTED);
		await press("Không phải, gửi tiếp");
		expect(answer()).toBe("uploaded");
		desk.found.set("a.pdf", HINTED);
		desk.draft.hold("a");
		desk.draft.change();
		await quiet();
		expect(await desk.guard.maySend()).toBe(true);
	});

	it("is taken out after yes, and nothing of it is told", async () => {
		const answer = await choose("a.docx", HINTED);
		await press("Phải, bỏ tệp");
		expect(answer()).toBe("refused");
		expect(desk.reported).toEqual([]);
	});

	it("that stands in the draft holds up the letter until it is answered", async () => {
		desk.found.set("a.pdf", HINTED);
		desk.draft.hold("a");
		desk.draft.change();
		await quiet();
		expect(await desk.guard.maySend()).toBe(false);
		await press("Không phải, gửi tiếp");
		expect(await desk.guard.maySend()).toBe(true);
	});

	it("and a mark is refused, not asked about", async () => {
		const answer = await choose("a.docx", { ...MARKED, hits: [...MARKED.hits, ...HINTED.hits] });
		expect(answer()).toBe("refused");
		expect(await panelText()).not.toContain("có phải văn bản mật không");
	});
});

describe("a paper of restricted circulation", () => {
	it("is uploaded while it goes to official boxes", async () => {
		desk.draft.to = ["vanthu@thainguyen.gov.vn", "vanphong@moet.gov.vn"];
		expect((await choose("a.docx", RESTRICTED))()).toBe("uploaded");
	});

	it("waits for a named confirmation when somebody outside is written to", async () => {
		desk.draft.to = ["an@nguoidan.example"];
		expect((await choose("a.docx", RESTRICTED))()).toBe("held");
		expect(await panelText()).toContain("a.docx: hạn chế lưu hành, không phải bí mật nhà nước.");
		expect(await panelText()).toContain("Có người nhận ngoài các hộp thư công vụ.");
	});
});
