// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ResolveRecipientsOperation } from "../../api/generated.ts";
import { FakeBackend } from "../testing/fake_letter.ts";
import { finding, MEETING_PAPER, paper } from "../testing/findings.ts";
import { type Desk, knowingBackend, letterDesk } from "../testing/letter_desk.ts";
import { entryLike, matchLike } from "../testing/recipients.ts";

const BOXES: Record<string, [string, string]> = {
	"Sở Tài chính": ["Sở Tài chính", "sotaichinh@thainguyen.gov.vn"],
	"UBND xã Phú Lương": ["Ủy ban nhân dân xã Phú Lương", "phuluong@thainguyen.gov.vn"],
	"Sở Nội vụ": ["Sở Nội vụ", "sonoivu@thainguyen.gov.vn"],
	"Sở Xây dựng": ["Sở Xây dựng", "soxaydung@thainguyen.gov.vn"],
};

let desk: Desk;

beforeEach(() => {
	vi.useFakeTimers();
	localStorage.clear();
});

afterEach(() => vi.useRealTimers());

async function open(backend: FakeBackend): Promise<void> {
	desk = letterDesk(backend);
	await vi.advanceTimersByTimeAsync(10);
}

function resolving(): FakeBackend {
	return knowingBackend().answers(ResolveRecipientsOperation, ({ entries }) => ({
		resolveRecipients: [entries].flat().map((text) => {
			const box = BOXES[text];
			const channels = text === "Sở Xây dựng" ? [{ kind: "CV", channel: "SYSTEM" as const }] : [];
			const matches = box ? [matchLike(box[0], box[0], box[1], { channels })] : [];
			return entryLike(text, matches, { internal: text.startsWith("Lưu") || text.startsWith("Như") });
		}),
	}));
}

/** A paper in the draft; the letter goes to these people. */
async function letter(found: typeof MEETING_PAPER, ...to: string[]): Promise<string> {
	desk.draft.to = to;
	desk.found.set("a.pdf", found);
	desk.draft.hold("a", { name: "a.pdf" });
	desk.draft.change();
	await vi.advanceTimersByTimeAsync(10);
	return text();
}

async function text(): Promise<string> {
	return desk.panel.element.textContent?.replaceAll(/\s+/gu, " ") ?? "";
}

function press(label: string): void {
	const button = [...desk.panel.element.querySelectorAll("button")].find((one) => one.textContent?.includes(label));
	if (button === undefined) throw new Error(`no button ${label}`);
	button.click();
}

const ENTRIES = ["Như trên", "Sở Tài chính", "UBND xã Phú Lương", "Lưu: VT"];

describe("a paper that must be sent by e-mail", () => {
	it("has a quiet chip when everybody on it is written to; its reason opens on a click", async () => {
		await open(resolving());
		const document = paper({ kinhGui: ["Sở Nội vụ"], noiNhan: ENTRIES });
		const to = Object.values(BOXES).map(([, address]) => address);
		expect(await letter({ ...MEETING_PAPER, document }, ...to)).toContain(
			"Thuộc diện bắt buộc gửi qua thư điện tử · đủ nơi nhận",
		);
		expect(desk.panel.element.querySelectorAll(".congvu-alert")).toHaveLength(0);
		const chip = desk.panel.element.querySelector<HTMLButtonElement>(".congvu-chip");
		expect(chip?.getAttribute("aria-expanded")).toBe("false");
		chip?.click();
		expect(chip?.getAttribute("aria-expanded")).toBe("true");
		expect(desk.panel.element.querySelector(".congvu-reasons")?.textContent).toContain(
			"a.pdf: Tài liệu họp thuộc diện bắt buộc gửi qua thư điện tử. Căn cứ: Chỉ thị, khoản 1 điểm e.",
		);
	});

	it("offers those who are missing, and writes to them on one click only", async () => {
		await open(resolving());
		const document = paper({ kinhGui: ["Sở Nội vụ"], noiNhan: ENTRIES });
		const shown = await letter({ ...MEETING_PAPER, document }, "sonoivu@thainguyen.gov.vn");
		expect(shown).toContain("còn thiếu 2 nơi nhận");
		expect(shown).toContain("Sở Tài chính — sotaichinh@thainguyen.gov.vn");
		expect(shown).not.toContain("Lưu: VT");
		expect(desk.draft.to).toEqual(["sonoivu@thainguyen.gov.vn"]);
		press("Thêm 2 nơi nhận còn thiếu");
		expect(desk.draft.to).toEqual([
			"sonoivu@thainguyen.gov.vn",
			"sotaichinh@thainguyen.gov.vn",
			"phuluong@thainguyen.gov.vn",
		]);
		desk.draft.change();
		await vi.advanceTimersByTimeAsync(10);
		expect(await text()).toContain("đủ nơi nhận");
	});

	it("sends to those it is addressed to when it says so: Như trên", async () => {
		await open(resolving());
		const above = paper({ kinhGui: ["Sở Nội vụ"], noiNhan: ["Như trên", "Lưu: VT"] });
		expect(await letter({ ...MEETING_PAPER, document: above })).toContain("Thêm 1 nơi nhận còn thiếu");
		await open(resolving());
		const alone = paper({ kinhGui: ["Sở Nội vụ"], noiNhan: ["Lưu: VT"] });
		expect(await letter({ ...MEETING_PAPER, document: alone })).toContain("đủ nơi nhận");
	});

	it("does not ask the sender to write to itself", async () => {
		await open(resolving());
		desk.draft.sender = () => "phuluong@thainguyen.gov.vn";
		const document = paper({ noiNhan: ["UBND xã Phú Lương", "Lưu: VT"] });
		expect(await letter({ ...MEETING_PAPER, document })).toContain("đủ nơi nhận");
	});

	it("says what has no address, and never counts it as written to", async () => {
		await open(resolving());
		const shown = await letter({ ...MEETING_PAPER, document: paper({ noiNhan: ["Báo Thái Nguyên", "Lưu: VT"] }) });
		expect(shown).toContain("Báo Thái Nguyên: danh mục chưa có.");
		expect(shown).toContain("còn thiếu 1 nơi nhận");
	});

	it("is no duty to mail to those who take it by another system", async () => {
		await open(resolving());
		const both = paper({ noiNhan: ["Sở Xây dựng", "Sở Nội vụ", "Lưu: VT"] });
		const shown = await letter({ ...MEETING_PAPER, document: both }, "sonoivu@thainguyen.gov.vn");
		expect(shown).toContain("Thuộc diện bắt buộc gửi qua thư điện tử · đủ nơi nhận · 1 nơi nhận qua kênh khác");
		expect(shown).toContain("Sở Xây dựng: Nơi nhận này nhận qua Hệ thống QLVB&ĐH: không bắt buộc gửi thư.");
		await open(resolving());
		const alone = paper({ noiNhan: ["Sở Xây dựng", "Lưu: VT"] });
		const only = await letter({ ...MEETING_PAPER, document: alone });
		expect(only).toContain("Không bắt buộc gửi thư: nơi nhận nhận qua kênh khác");
		expect(only).not.toContain("Thuộc diện bắt buộc");
		await open(resolving());
		const meeting = paper({ kind: "TLH", noiNhan: ["Sở Xây dựng"] });
		expect(await letter({ ...MEETING_PAPER, document: meeting })).toContain("Thêm 1 nơi nhận còn thiếu");
	});

	it("says that it was not compared while the backend is away", async () => {
		await open(new FakeBackend());
		const shown = await letter({ ...MEETING_PAPER, document: paper({ noiNhan: ENTRIES }) });
		expect(shown).toContain("chưa đối chiếu được nơi nhận");
		expect(shown).toContain("Chưa kết nối được máy chủ Thư Công Vụ");
	});
});

describe("what else can be done", () => {
	it("is said of a paper without a number, until it was understood", async () => {
		await open(resolving());
		expect(await letter(finding({ document: paper({ number: null }) }))).toContain(
			"Văn bản “a.pdf” chưa có số, ký hiệu",
		);
		press("Đã hiểu");
		expect(await text()).not.toContain("chưa có số");
	});

	it("is not said of a kind that bears none", async () => {
		await open(resolving());
		expect(await letter(finding({ document: paper({ kind: "LCT", number: null }) }))).not.toContain("chưa có số");
	});

	it("is one click from an official's private address to the official one", async () => {
		await open(resolving());
		expect(await letter(finding(), "hoaian.nguyen@thurieng.example")).toContain("Nguyễn Hoài An có hộp thư công vụ");
		press("Đổi sang an.nguyen@thainguyen.gov.vn");
		expect(desk.draft.to).toEqual(["an.nguyen@thainguyen.gov.vn"]);
	});
});

it("asks once about a recipient of the province, and not about the sender", async () => {
	await open(resolving());
	await letter(finding(), "sotaichinh@thainguyen.gov.vn");
	await letter(finding(), "sotaichinh@thainguyen.gov.vn");
	expect(desk.backend.asked.map(({ variables }) => variables)).toEqual([
		{ addresses: ["sotaichinh@thainguyen.gov.vn"] },
	]);
});
