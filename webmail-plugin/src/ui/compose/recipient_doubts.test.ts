// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { CheckRecipientsOperation, ResolveRecipientsOperation } from "../../api/generated.ts";
import { type Check, checkLike } from "../testing/checks.ts";
import { MEETING_PAPER, paper } from "../testing/findings.ts";
import { type Desk, knowingBackend, letterDesk } from "../testing/letter_desk.ts";
import { entryLike, matchLike } from "../testing/recipients.ts";

const JOINED = "sotaichinh@thainguyen-gov.vn";
const FINANCE = "sotaichinh@thainguyen.gov.vn";
const NEAR = "yte.phuluong@thainguyen.gov.vn";
const FAR = "yte.votranh@thainguyen.gov.vn";
const STATION = { name: "Trạm Y tế", agencyCode: "H55.44.1" };

let desk: Desk;
let checks: Record<string, Partial<Check>>;

beforeEach(() => {
	vi.useFakeTimers();
	localStorage.clear();
	checks = { [JOINED]: { lookalike: { resembles: "thainguyen.gov.vn", reason: "JOINED", instead: FINANCE } } };
	desk = letterDesk(
		knowingBackend()
			.answers(CheckRecipientsOperation, ({ addresses }) => ({
				checkRecipients: [addresses].flat().map((address) => checkLike(address, checks[address])),
			}))
			.answers(ResolveRecipientsOperation, ({ entries }) => ({
				resolveRecipients: [entries].flat().map((text) => entryLike(text, [matchLike("H55.40.1", "Trạm Y tế", NEAR)])),
			})),
	);
});

afterEach(() => vi.useRealTimers());

async function letter(...to: string[]): Promise<string> {
	desk.draft.to = to;
	desk.draft.change();
	return text();
}

async function text(): Promise<string> {
	await vi.advanceTimersByTimeAsync(10);
	return desk.panel.element.textContent?.replaceAll(/\s+/gu, " ") ?? "";
}

function press(label: string): void {
	const button = [...desk.panel.element.querySelectorAll("button")].find((one) => one.textContent?.includes(label));
	if (button === undefined) throw new Error(`no button ${label}`);
	button.click();
}

async function send(): Promise<boolean> {
	const answer = desk.draft.sendGuard();
	await vi.advanceTimersByTimeAsync(10);
	return answer;
}

describe("an address that only looks official", () => {
	it("is told with what it resembles and how, and holds the letter", async () => {
		const said = await letter(JOINED);
		expect(said).toContain("sotaichinh@thainguyen-gov.vn không phải là địa chỉ chính thức");
		expect(said).toContain("Trông giống thainguyen.gov.vn nhưng được nối hoặc tách khác");
		expect(await send()).toBe(false);
		expect(desk.surface.announced).toContain("Thư chưa gửi: hãy xem phần kiểm tra trước khi gửi.");
	});

	it("is changed to the official one in one click", async () => {
		await letter(JOINED);
		press("Đổi sang sotaichinh@thainguyen.gov.vn");
		expect(desk.draft.to).toEqual([FINANCE]);
	});

	it("is taken away in one click", async () => {
		await letter(JOINED, FINANCE);
		press("Bỏ địa chỉ này");
		expect(desk.draft.to).toEqual([FINANCE]);
	});

	it("may be written to knowingly, in this letter", async () => {
		await letter(JOINED);
		press("Tôi đã kiểm tra, vẫn gửi tới địa chỉ này");
		expect(await text()).not.toContain("thainguyen-gov.vn không phải");
		expect(await send()).toBe(true);
	});

	it("is stopped too when it was typed last and nobody was asked before Send", async () => {
		desk.draft.to = [JOINED];
		expect(await send()).toBe(false);
	});

	it("that nobody can hold is only asked about", async () => {
		const typed = "sotaichnh@thainguyen.gov.vn";
		checks = { [typed]: { lookalike: { resembles: FINANCE, reason: "ONE_LETTER", instead: FINANCE } } };
		expect(await letter(typed)).toContain("Có phải định gửi tới sotaichinh@thainguyen.gov.vn?");
		expect(await send()).toBe(true);
	});
});

describe("somebody's private box", () => {
	const AN = { name: "Nguyễn Hoài An", address: "an.nguyen@thainguyen.gov.vn" };

	it("as the sender is changed to the official identity in one click", async () => {
		checks = { "an@rieng.example": { officialInstead: AN } };
		desk.draft.from = "an@rieng.example";
		desk.draft.identities = ["an@rieng.example", AN.address];
		expect(await letter(FINANCE)).toContain("Thư này gửi đi từ hộp thư riêng an@rieng.example");
		press("Gửi từ an.nguyen@thainguyen.gov.vn");
		expect(desk.draft.from).toBe(AN.address);
		expect(await letter(FINANCE)).not.toContain("hộp thư riêng");
	});

	it("as the sender is told of where the webmail has no official identity", async () => {
		checks = { "an@rieng.example": { officialInstead: AN } };
		desk.draft.from = "an@rieng.example";
		desk.draft.identities = ["an@rieng.example"];
		expect(await letter(FINANCE)).toContain("webmail này chưa có danh tính đó");
		expect(desk.panel.element.querySelectorAll(".congvu-alert button")).toHaveLength(0);
	});
});

describe("a name that another agency has too", () => {
	beforeEach(() => {
		const near = { ...STATION, place: "UBND xã Phú Lương", address: NEAR, nearer: true };
		checks = { [FAR]: { sameName: { name: "Trạm Y tế", place: "UBND xã Vô Tranh", others: [near] } } };
	});

	it("is asked about when the other one is nearer, and changed in one click", async () => {
		const said = await letter(FAR);
		expect(said).toContain("Đã chọn: Trạm Y tế (UBND xã Vô Tranh).");
		expect(said).toContain("Gần cơ quan gửi hơn có Trạm Y tế (UBND xã Phú Lương). Có phải định gửi tới nơi này?");
		press("Đổi sang Trạm Y tế (UBND xã Phú Lương)");
		expect(desk.draft.to).toEqual([NEAR]);
	});

	it("stops nothing, and is not asked about again once it is right", async () => {
		await letter(FAR);
		expect(await send()).toBe(true);
		press("Đúng nơi đã chọn");
		expect(await text()).not.toContain("tên giống nhau");
	});

	it("is not asked about when the letter goes to both", async () => {
		expect(await letter(FAR, NEAR)).not.toContain("tên giống nhau");
	});

	it("is asked about when the paper names the other one, however near", async () => {
		const other = { ...STATION, place: "UBND xã Phú Lương", address: NEAR, nearer: false };
		checks = { [FAR]: { sameName: { name: "Trạm Y tế", place: "UBND xã Vô Tranh", others: [other] } } };
		expect(await letter(FAR)).not.toContain("tên giống nhau");
		await attach();
		expect(await text()).toContain("Văn bản ghi nơi nhận là Trạm Y tế (UBND xã Phú Lương)");
	});

	it("is not asked about when the paper names the one chosen", async () => {
		const far = { ...STATION, place: "UBND xã Vô Tranh", address: FAR, nearer: true };
		checks = { [NEAR]: { sameName: { name: "Trạm Y tế", place: "UBND xã Phú Lương", others: [far] } } };
		await letter(NEAR);
		await attach();
		expect(await text()).not.toContain("tên giống nhau");
	});

	async function attach(): Promise<void> {
		desk.found.set("a.pdf", { ...MEETING_PAPER, document: paper({ noiNhan: ["Trạm Y tế xã Phú Lương"] }) });
		desk.draft.hold("a", { name: "a.pdf" });
		desk.draft.change();
		await text();
	}
});
