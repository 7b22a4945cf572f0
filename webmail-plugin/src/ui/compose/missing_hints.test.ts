// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
	ForgetRecipientsOperation,
	MeOperation,
	RememberRecipientsOperation,
	ResolveRecipientsOperation,
} from "../../api/generated.ts";
import type { FakeBackend } from "../testing/fake_letter.ts";
import { MEETING_PAPER, paper } from "../testing/findings.ts";
import { type Desk, knowingBackend, letterDesk, THU, VAN } from "../testing/letter_desk.ts";
import { type AnsweredEntry, entryLike, matchLike } from "../testing/recipients.ts";

const ENTRY = "UBND xa Van Lang";
const TWINS = [
	matchLike("H55.231", "Ủy ban nhân dân xã Văn Lang", "vanlang@thainguyen.gov.vn"),
	matchLike("H55.265", "Ủy ban nhân dân xã Văn Lăng", "vanlang.donghy@thainguyen.gov.vn"),
];
const ASKED = entryLike(ENTRY, [], {
	state: "ASK",
	questions: [{ text: ENTRY, reason: "CONFUSABLE", predecessor: null, candidates: TWINS }],
});

let desk: Desk;
let answer: AnsweredEntry;
let asked: unknown[];
let changed: unknown[];

beforeEach(() => {
	vi.useFakeTimers();
	localStorage.clear();
	answer = ASKED;
	asked = [];
	changed = [];
});

afterEach(() => vi.useRealTimers());

function backendOf(people: (typeof VAN)[], kept = "RecipientChoiceKept" as const): FakeBackend {
	const agency = { code: "H55.05", name: "Sở Khoa học và Công nghệ" };
	const me = { login: "sokhcn@thainguyen.gov.vn", roles: [], agency, headOf: [], mailboxes: [], people };
	return knowingBackend(people)
		.answers(MeOperation, () => ({ me }))
		.answers(ResolveRecipientsOperation, (variables) => {
			asked.push(variables);
			return { resolveRecipients: [answer] };
		})
		.answers(RememberRecipientsOperation, (variables) => {
			changed.push(variables);
			return { rememberRecipients: { __typename: kept } };
		})
		.answers(ForgetRecipientsOperation, (variables) => {
			changed.push(variables);
			return { forgetRecipients: { __typename: kept } };
		});
}

async function open(backend: FakeBackend, secrecy: "none" | "marked" = "none"): Promise<string> {
	desk = letterDesk(backend);
	await vi.advanceTimersByTimeAsync(10);
	const document = paper({ noiNhan: [ENTRY], issuedOn: "2026-01-05" });
	desk.found.set("a.pdf", { ...MEETING_PAPER, document, secrecy });
	desk.draft.hold("a", { name: "a.pdf" });
	desk.draft.change();
	return settled();
}

async function settled(): Promise<string> {
	await vi.advanceTimersByTimeAsync(10);
	return desk.panel.element.textContent?.replaceAll(/\s+/gu, " ") ?? "";
}

async function press(label: string): Promise<string> {
	const button = [...desk.panel.element.querySelectorAll("button")].find((one) => one.textContent?.includes(label));
	if (button === undefined) throw new Error(`no button ${label}`);
	button.click();
	desk.draft.change();
	return settled();
}

describe("an entry the directory does not guess", () => {
	it("is asked about, with the reason and a button for each candidate", async () => {
		const shown = await open(backendOf([VAN]));
		expect(shown).toContain(`“${ENTRY}” là nơi nào?`);
		expect(shown).toContain("tên dễ lẫn, không đoán");
		expect(desk.draft.to).toEqual([]);
		expect(desk.panel.element.querySelectorAll(".congvu-buttons button")).toHaveLength(2);
	});

	it("tells the backend the entry and the paper's date, nothing else; of a marked paper nothing at all", async () => {
		await open(backendOf([VAN]));
		expect(asked).toEqual([{ entries: [ENTRY], issuedOn: "2026-01-05" }]);
		asked = [];
		await open(backendOf([VAN]), "marked");
		expect(asked).toEqual([]);
	});

	it("is written to and remembered for the agency with one click", async () => {
		await open(backendOf([VAN]));
		answer = entryLike(ENTRY, [
			matchLike("H55.265", "Ủy ban nhân dân xã Văn Lăng", "vanlang.donghy@thainguyen.gov.vn"),
		]);
		const shown = await press("xã Văn Lăng");
		expect(desk.draft.to).toEqual(["vanlang.donghy@thainguyen.gov.vn"]);
		expect(changed).toEqual([{ agency: "H55.05", choice: { text: ENTRY, codes: ["H55.265"], person: VAN.id } }]);
		expect(shown).toContain("đủ nơi nhận");
		expect(asked).toHaveLength(2);
	});

	it("is remembered only when one of several who share the log-in says so", async () => {
		await open(backendOf([VAN, THU]));
		const shown = await press("xã Văn Lang");
		expect(desk.draft.to).toEqual(["vanlang@thainguyen.gov.vn"]);
		expect(shown).toContain(`Lần sau cũng hiểu “${ENTRY}” như vừa chọn?`);
		expect(changed).toEqual([]);
		await press(THU.name);
		expect(changed).toEqual([{ agency: "H55.05", choice: { text: ENTRY, codes: ["H55.231"], person: THU.id } }]);
	});

	it("counts for this letter only when nobody puts a name to it", async () => {
		await open(backendOf([VAN, THU]));
		await press("xã Văn Lang");
		expect(await press("Chỉ cho thư này")).not.toContain("Lần sau cũng hiểu");
		expect(changed).toEqual([]);
	});

	it("waits for a name beside another one that does", async () => {
		const other = { ...ASKED.questions[0], text: "UBND Phú Lương" } as AnsweredEntry["questions"][number];
		const third = matchLike("H55.40", "Ủy ban nhân dân xã Phú Lương", "phuluong@thainguyen.gov.vn");
		answer = { ...ASKED, questions: [...ASKED.questions, { ...other, candidates: [third] }] };
		await open(backendOf([VAN, THU]));
		await press("xã Văn Lang");
		const shown = await press("xã Phú Lương");
		expect(shown).toContain(`Lần sau cũng hiểu “${ENTRY}”`);
		expect(shown).toContain("Lần sau cũng hiểu “UBND Phú Lương”");
		await press(VAN.name);
		await press(VAN.name);
		expect(changed).toHaveLength(2);
	});

	it("may mean every heir of a district that was divided", async () => {
		const text = "UBND huyện Phú Lương";
		const question = {
			text,
			reason: "SPLIT" as const,
			predecessor: { name: "Ủy ban nhân dân huyện Phú Lương" },
			candidates: TWINS,
		};
		answer = entryLike(text, [], { state: "ASK", questions: [question] });
		const shown = await open(backendOf([VAN]));
		expect(shown).toContain("đã chia cho nhiều cơ quan: Ủy ban nhân dân huyện Phú Lương");
		await press("Thêm cả 2 nơi");
		expect(desk.draft.to).toEqual(TWINS.map(({ address }) => address));
	});
});

describe("an entry that was chosen before", () => {
	const memory = { text: ENTRY, chosenBy: VAN.name, chosenAt: "2026-01-05T01:00:00Z" };

	it("says whose choice it follows, and is asked about again on one click", async () => {
		const chosen = { ...TWINS[1], reason: "REMEMBERED" } as (typeof TWINS)[number];
		answer = entryLike(ENTRY, [chosen], { memories: [memory] });
		expect(await open(backendOf([VAN]))).toContain(`đã chọn lần trước: ${VAN.name}`);
		answer = ASKED;
		expect(await press(`Hỏi lại “${ENTRY}”`)).toContain("là nơi nào?");
		expect(changed).toEqual([{ agency: "H55.05", text: ENTRY, person: VAN.id }]);
	});
});

describe("an agency that stands in for another", () => {
	it("is offered with the reason", async () => {
		const heir = matchLike("H55.07", "Sở Tài chính", "sotaichinh@thainguyen.gov.vn", {
			reason: "SUCCESSOR",
			predecessor: { name: "Sở Kế hoạch và Đầu tư" },
		});
		answer = entryLike(ENTRY, [heir]);
		expect(await open(backendOf([VAN]))).toContain("cơ quan kế thừa: Sở Kế hoạch và Đầu tư");
	});

	it("and a long group is not listed to its end", async () => {
		const members = Array.from({ length: 40 }, (_, at) => matchLike(`H${at}`, `Xã ${at}`, `xa${at}@thainguyen.gov.vn`));
		answer = entryLike(ENTRY, members, { group: true });
		const shown = await open(backendOf([VAN]));
		expect(shown).toContain("… và 28 nơi nữa.");
		await press("Thêm 40 nơi nhận còn thiếu");
		expect(desk.draft.to).toHaveLength(40);
	});
});
