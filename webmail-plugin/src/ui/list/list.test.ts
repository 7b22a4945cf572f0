// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from "vitest";
import {
	DueLettersOperation,
	LettersByMessageOperation,
	MailboxChecksOperation,
	MeOperation,
	type Role,
} from "../../api/generated.ts";
import { listRows } from "../../hosts/roundcube/list_rows.ts";
import type { Roundcube } from "../../hosts/roundcube/rcmail.ts";
import vietnamese from "../../locales/vi.json";
import { ActingPerson } from "../letter/acting_person.ts";
import type { Letter } from "../letter/deeds.ts";
import { FakeBackend } from "../testing/fake_letter.ts";
import { letterLike, paperLike } from "../testing/letters.ts";
import { textsIn } from "../texts.ts";
import { CongvuDue } from "./due_view.ts";
import { OwnDesk } from "./own_desk.ts";
import { marksOf, RowMarks } from "./row_marks.ts";

const texts = textsIn("vi", vietnamese);
const NOW = Date.parse("2026-11-05T09:00:00Z");
const AGENCY = { code: "H55.05", name: "Sở Khoa học và Công nghệ" };

let backend: FakeBackend;
let letters: Letter[];
let roles: Role[];

beforeEach(() => {
	roles = ["CLERK"];
	letters = [letterLike({ overdue: true })];
	backend = new FakeBackend()
		.answers(MeOperation, () => ({
			me: { login: "x", roles, agency: AGENCY, headOf: [], mailboxes: [], people: [] },
		}))
		.answers(LettersByMessageOperation, () => ({ lettersByMessage: { __typename: "Letters" as const, letters } }))
		.answers(DueLettersOperation, () => ({ dueLetters: { __typename: "Letters" as const, letters } }))
		.answers(MailboxChecksOperation, () => ({
			mailboxChecks: { __typename: "ForbiddenError" as const, code: "forbidden" },
		}));
});

describe("the mark of a letter", () => {
	const words = (letter: Letter) => marksOf(texts, letter, NOW).map(({ text, tone }) => `${text} ${tone}`);

	it.each([
		["overdue", letterLike({ overdue: true }), ["Quá hạn danger"]],
		["due within a day", letterLike({ dueAt: "2026-11-06T08:59:00Z" }), ["Sắp đến hạn warning"]],
		["due later", letterLike({ dueAt: "2026-11-06T09:01:00Z" }), []],
		["not confirmed yet", paperLike(), ["Chờ xác nhận warning"]],
		["not confirmed in time", paperLike({ receiptDueAt: "2026-11-05T08:00:00Z" }), ["Chờ xác nhận danger"]],
		["urgent", paperLike({ urgency: "HOA_TOC" }), ["HOẢ TỐC danger", "Chờ xác nhận warning"]],
		["answered late", letterLike({ overdue: true, expected: "NOTHING", standing: "ANSWERED" }), []],
		["the sender's turn", letterLike({ overdue: true, expected: "SENDER" }), []],
	])("%s", (_, letter, marks) => {
		expect(words(letter)).toEqual(marks);
	});
});

describe("rows of the list", () => {
	function rows(): ReturnType<typeof listRows> {
		document.body.innerHTML = `<table><tr id="r1"><td class="subject"><span class="subject"><a>Thư</a></span></td></tr></table>`;
		const obj = document.querySelector<HTMLElement>("#r1");
		return listRows({
			env: { messages: { "1": { flags: { congvu_id: "a@nguoidan.example" } }, "2": {} } },
			message_list: { rows: { "1": { obj } } },
		} as unknown as Roundcube);
	}

	it("are asked about by their ids alone, and marked once", async () => {
		const marks = new RowMarks(backend, new OwnDesk(backend), async () => texts);
		await marks.put(rows());
		const shown = rows();
		await marks.put(shown);
		await marks.put(shown);
		expect(document.querySelector(".subject")?.textContent).toBe("Quá hạnThư");
		expect(backend.asked.at(-1)?.variables).toEqual({ agency: "H55.05", messageIds: ["a@nguoidan.example"] });
	});

	it("lose the mark when nothing is expected any more", async () => {
		const marks = new RowMarks(backend, new OwnDesk(backend), async () => texts);
		const shown = rows();
		await marks.put(shown);
		letters = [letterLike({ expected: "NOTHING", standing: "ANSWERED" })];
		await marks.put(shown);
		expect(document.querySelector(".congvu-mark")).toBeNull();
	});

	it("are not asked about again by a log-in that may not see them", async () => {
		backend.answers(LettersByMessageOperation, () => ({
			lettersByMessage: { __typename: "ForbiddenError" as const, code: "forbidden" },
		}));
		const marks = new RowMarks(backend, new OwnDesk(backend), async () => texts);
		await marks.put(rows());
		await marks.put(rows());
		expect(backend.asked.filter(({ id }) => id === LettersByMessageOperation.id)).toHaveLength(1);
	});
});

describe("what is due today", () => {
	let opened: string[];
	const changes = new EventTarget();

	async function show(found: boolean): Promise<string> {
		opened = [];
		const open = async (messageId: string) => {
			opened.push(messageId);
			return found;
		};
		document.body.replaceChildren(
			new CongvuDue({
				backend,
				texts,
				open,
				desk: new OwnDesk(backend),
				changes,
				person: new ActingPerson(sessionStorage, "x"),
				now: () => new Date(NOW),
				showShielded: () => void opened.push("shielded"),
			}),
		);
		return text();
	}

	async function text(): Promise<string> {
		await new Promise((resolve) => setTimeout(resolve));
		return document.body.textContent?.replaceAll(/\s+/gu, " ") ?? "";
	}

	it("names the duty and its hour", async () => {
		letters = [paperLike(), letterLike({ expected: "NOTHING", taskDueOn: "2026-11-05" })];
		await show(true);
		const cells = [...document.querySelectorAll('[data-cell="todo"], [data-cell="by"]')];
		expect(cells.map((cell) => cell.textContent?.trim())).toEqual([
			"xác nhận đã nhận",
			"05/11/2026 17:00",
			"xử lý nội bộ",
			"05/11/2026",
		]);
	});

	it("leads to the letter, or says that it is not here", async () => {
		await show(false);
		document.querySelector<HTMLButtonElement>("congvu-due button")?.click();
		expect(await text()).toContain("Không thấy thư này trong hộp thư đang mở.");
		expect(opened).toEqual(["a@nguoidan.example"]);
	});

	it("leads a named receiver, and nobody else, to what is theirs alone", async () => {
		await show(true);
		expect(document.querySelector("[data-shielded]")).toBeNull();
		roles = ["NAMED_RECEIVER"];
		await show(true);
		document.querySelector<HTMLButtonElement>("[data-shielded]")?.click();
		expect(opened).toEqual(["shielded"]);
	});

	it("is looked at anew when letters stand differently, and no more once it is closed", async () => {
		letters = [];
		expect(await show(true)).toContain("không có thư nào đến hạn");
		letters = [letterLike()];
		changes.dispatchEvent(new Event("change"));
		expect(await text()).toContain("congdan@nguoidan.example");
		document.body.replaceChildren();
		const before = backend.asked.length;
		changes.dispatchEvent(new Event("change"));
		expect(backend.asked.length).toBe(before);
	});

	it("is said to be nothing, or not this log-in's", async () => {
		letters = [];
		expect(await show(true)).toContain("Hôm nay không có thư nào đến hạn.");
		backend.answers(DueLettersOperation, () => ({
			dueLetters: { __typename: "ForbiddenError" as const, code: "forbidden" },
		}));
		expect(await show(true)).toContain("Mục này dành cho văn thư và thủ trưởng");
	});
});
