// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from "vitest";
import {
	type ActInput,
	ApologyDraftOperation,
	LetterActsOperation,
	LetterClockOperation,
	LettersByMessageOperation,
	MattersOperation,
	MeOperation,
	NamedReceiversOperation,
	NoteActOperation,
	OpenLettersOperation,
	ResolveRecipientsOperation,
	type Role,
	ShieldedLettersOperation,
} from "../../api/generated.ts";
import vietnamese from "../../locales/vi.json";
import { FakeBackend } from "../testing/fake_letter.ts";
import { FakeReading, letterLike, paperLike } from "../testing/letters.ts";
import { entryLike, matchLike } from "../testing/recipients.ts";
import { textsIn } from "../texts.ts";
import { ActingPerson } from "./acting_person.ts";
import type { Letter } from "./deeds.ts";
import type { LetterBox, NotedAct } from "./letter_desk.ts";
import { showLetter } from "./show_letter.ts";

const AGENCY = { code: "H55.05", name: "Sở Khoa học và Công nghệ" };
const VAN = { id: "VAN", name: "Trần Thị Vân", post: "Văn thư" };
const THU = { id: "THU", name: "Lý Minh Thư", post: "Văn thư" };
const MATTER = {
	key: "info",
	name: "Yêu cầu cung cấp thông tin",
	days: 3,
	workingDays: true,
	basis: "",
	needsPaper: false,
	phrases: ["cung cấp thông tin"],
};

const NOT_FOUND = { __typename: "LetterNotFound" as const, code: "letter_not_found" };
const SETTLED: NotedAct = {
	id: "A9",
	act: "SETTLED",
	at: "2026-11-05T03:00:00Z",
	by: "Trần Thị Vân",
	reason: "",
	dueOn: null,
	channel: "",
	paperSymbol: "",
	paperOn: null,
	sentAt: null,
};

let backend: FakeBackend;
let reading: FakeReading;
let place: HTMLElement;
let people: (typeof VAN)[];
let letter: Letter | null;
let noted: ActInput[];
let roles: Role[];
let afterwards: Partial<Letter>;
let acts: NotedAct[];
let boxes: LetterBox[];
let receivers: { readonly id: string; readonly name: string }[];

beforeEach(() => {
	sessionStorage.clear();
	roles = ["CLERK"];
	[people, letter, noted, afterwards, acts] = [[VAN], letterLike(), [], {}, []];
	receivers = [{ id: "AN", name: "Nguyễn Hoài An" }];
	boxes = [];
	reading = new FakeReading();
	place = document.createElement("div");
	document.body.replaceChildren(place);
	backend = new FakeBackend()
		.answers(MeOperation, () => ({
			me: { login: "x", roles, agency: AGENCY, headOf: [], mailboxes: [], people },
		}))
		.answers(LettersByMessageOperation, () => ({
			lettersByMessage: { __typename: "Letters" as const, letters: letter === null ? [] : [letter] },
		}))
		.answers(LetterActsOperation, () => ({
			letterActs: { __typename: "LetterActs" as const, acts, boxes, boxesForgotten: false },
		}))
		.answers(NamedReceiversOperation, () => ({
			namedReceivers: { __typename: "NamedReceivers" as const, people: receivers },
		}))
		.answers(MattersOperation, () => ({ matters: [MATTER] }))
		.answers(NoteActOperation, ({ act }) => {
			noted.push(act);
			return { noteAct: { __typename: "ActNoted" as const, letter: { ...letterLike(letter ?? {}), ...afterwards } } };
		});
});

async function show(): Promise<string> {
	await showLetter(place, {
		backend,
		texts: textsIn("vi", vietnamese),
		reading,
		person: new ActingPerson(sessionStorage, "x"),
		readPaper: async () => null,
		noted: () => undefined,
	});
	return text();
}

async function text(): Promise<string> {
	await new Promise((resolve) => setTimeout(resolve));
	return place.textContent?.replaceAll(/\s+/gu, " ") ?? "";
}

async function press(selector: string): Promise<string> {
	const button = place.querySelector<HTMLButtonElement>(selector);
	if (button === null) throw new Error(`no ${selector}`);
	button.click();
	return text();
}

function factOf(name: string): string | null {
	const pair = [...place.querySelectorAll(".congvu-facts > div")].find(
		(one) => one.querySelector("dt")?.textContent === name,
	);
	return pair?.querySelector("dd")?.textContent ?? null;
}

function control(name: string): HTMLInputElement | HTMLSelectElement {
	const found = place.querySelector<HTMLInputElement | HTMLSelectElement>(`congvu-deed [name="${name}"]`);
	if (found === null) throw new Error(`no field ${name}`);
	return found;
}

async function fill(values: Record<string, string>): Promise<string> {
	for (const [name, value] of Object.entries(values)) {
		control(name).value = value;
	}
	place.querySelector("congvu-deed form")?.dispatchEvent(new Event("submit", { cancelable: true }));
	return text();
}

describe("the panel above a letter", () => {
	it("says who wrote, what is expected next, and how long it has waited", async () => {
		const shown = await show();
		expect(shown).toContain("Thư của: Người dân");
		expect(shown).toContain("Việc cần làm: trả lời người gửi, hạn 12/11/2026 17:00.");
		expect(shown).toContain("3 giờ 12 phút (giờ làm việc)");
	});

	it("shows the dossiers that the letter names, and what the sender thinks of the answer once that is known", async () => {
		letter = letterLike({ dossiers: ["H55.05-261101-0012", "H55.05-261102-0007"] });
		await show();
		expect(factOf("Mã hồ sơ một cửa")).toBe("H55.05-261101-0012, H55.05-261102-0007");
		expect(factOf("Người gửi đánh giá câu trả lời")).toBeNull();
		letter = letterLike({ satisfied: true });
		await show();
		expect(factOf("Người gửi đánh giá câu trả lời")).toBe("hài lòng");
		letter = letterLike({ satisfied: false });
		await show();
		expect(factOf("Người gửi đánh giá câu trả lời")).toBe("chưa hài lòng");
	});

	it("says that the box opened it, and never that anybody read it or that it was displayed", async () => {
		boxes = [
			{ mailbox: "giamdoc@thainguyen.gov.vn", openedAt: "2026-11-05T04:00:00Z", receiptSentAt: null },
			{
				mailbox: "sokhcn@thainguyen.gov.vn",
				openedAt: "2026-11-05T02:30:00Z",
				receiptSentAt: "2026-11-05T02:31:00Z",
			},
		];
		const shown = await show();
		expect(shown).toContain("Hộp thư đã mở lúc05/11/2026 11:00 (giamdoc@thainguyen.gov.vn)");
		expect(shown).toContain("Hộp thư đã mở lúc05/11/2026 09:30");
		expect(shown).toContain("Hộp thư đã gửi giấy báo cho người gửi lúc05/11/2026 09:31");
		expect(shown).not.toMatch(/đã đọc|đã xem|hiển thị/u);
	});

	it("is not there for a message that opened no letter, nor for those who may not see it", async () => {
		letter = null;
		expect(await show()).toBe("");
		backend.answers(LettersByMessageOperation, () => ({
			lettersByMessage: { __typename: "ForbiddenError" as const, code: "forbidden" },
		}));
		expect(await show()).toBe("");
	});

	it("says that the backend is away, and comes when it is back", async () => {
		const there = backend;
		backend = new FakeBackend();
		expect(await show()).toContain("chưa xem được tình trạng thư");
		backend = there;
		await show();
		expect(place.querySelector("congvu-letter")).not.toBeNull();
	});
});

describe("an act", () => {
	it("takes one press, is by name, and is told", async () => {
		letter = paperLike();
		afterwards = { acknowledgedAt: "2026-11-05T03:00:00Z", expected: "NOTHING" };
		await show();
		const shown = await press('[data-act="ACKNOWLEDGED"]');
		expect(noted).toMatchObject([{ act: "ACKNOWLEDGED", letter: "7", person: "VAN" }]);
		expect(noted[0]?.id).toMatch(/^[0-9a-f]{32}$/u);
		expect(shown).toContain("Đã ghi nhận: đã xác nhận đã nhận. Người ghi nhận: Trần Thị Vân.");
		expect(shown).toContain("Việc tiếp theo: vào sổ văn bản đến.");
	});

	it("that lays an urgent paper before the leader stands first until it was done", async () => {
		letter = paperLike({ urgency: "HOA_TOC" });
		await show();
		expect(place.querySelector(".badge")?.textContent).toBe("HOẢ TỐC");
		expect(place.querySelector(".congvu-buttons button")?.getAttribute("data-act")).toBe("SUBMITTED");
		acts = [{ ...SETTLED, act: "SUBMITTED" }];
		await press('[data-act="SUBMITTED"]');
		expect(noted).toMatchObject([{ act: "SUBMITTED" }]);
		expect(place.querySelector('[data-act="SUBMITTED"]')).toBeNull();
	});

	it("that shields a letter says first what it does, and takes the panel from those who may not see it", async () => {
		await show();
		expect(await press('[data-act="SHIELDED"]')).toContain("có thể là đơn tố cáo hoặc khiếu nại: từ nay chỉ người");
		expect(noted).toEqual([]);
		backend.answers(LetterActsOperation, () => ({ letterActs: NOT_FOUND }));
		expect(await fill({})).toBe("");
		expect([noted.map(({ act }) => act), place.querySelector("congvu-letter")]).toEqual([["SHIELDED"], null]);
	});

	it("that shields a letter leaves it to a named receiver", async () => {
		roles = ["NAMED_RECEIVER"];
		letter = letterLike({ shielded: false });
		await show();
		await press('[data-act="SHIELDED"]');
		acts = [{ ...SETTLED, act: "SHIELDED" }];
		afterwards = { shielded: true };
		expect(await fill({})).toContain("Đã ghi nhận: chỉ người được chỉ định xem.");
		expect(place.querySelector('[data-act="SHIELDED"]')).toBeNull();
	});

	it("that shields a letter says who will see it, or that nobody would", async () => {
		await show();
		expect(await press('[data-act="SHIELDED"]')).toContain("Người được chỉ định tiếp nhận: Nguyễn Hoài An.");
		receivers = [];
		await show();
		await press('[data-act="SHIELDED"]');
		expect(await text()).toContain("Cơ quan chưa có người được chỉ định tiếp nhận tố cáo, khiếu nại");
	});

	it("that shows a shielded letter to everybody again says first what it does, and that nothing else tells anybody", async () => {
		roles = ["NAMED_RECEIVER"];
		letter = letterLike({ shielded: true });
		backend
			.answers(LettersByMessageOperation, () => ({ lettersByMessage: { __typename: "Letters" as const, letters: [] } }))
			.answers(ShieldedLettersOperation, () => ({
				shieldedLetters: { __typename: "Letters" as const, letters: letter === null ? [] : [letter] },
			}));
		expect(await show()).toContain("chỉ người tiếp nhận xem");
		expect(await press('[data-act="PASSED_ON"]')).toContain("không có thông báo nào được gửi tự động");
		expect(await text()).not.toContain("người gửi được thông báo");
		await press('congvu-deed .congvu-buttons button[type="button"]');
		expect(await press('[data-act="UNSHIELDED"]')).toContain("văn thư và thủ trưởng của cơ quan thấy thư này");
		afterwards = { shielded: false };
		expect(await fill({})).toContain("Đã ghi nhận: thôi hạn chế người xem.");
		expect([noted.map(({ act }) => act), place.querySelector(".badge")]).toEqual([["UNSHIELDED"], null]);
	});

	it("that passes a shielded letter to where nobody would see it is told so", async () => {
		backend.answers(NoteActOperation, () => ({
			noteAct: { __typename: "InputError" as const, code: "no_named_receiver", message: "" },
		}));
		await show();
		expect(await press('[data-act="SENDERS_TURN"]')).toContain("ở đó không ai thấy thư này");
	});

	it("that shields a letter hides it when it cannot be asked who may see it now", async () => {
		await show();
		await press('[data-act="SHIELDED"]');
		backend.answers(LetterActsOperation, () => {
			throw new Error("away");
		});
		expect(await fill({})).toBe("");
	});

	it("that extends the term shows the apology as it will be sent, with the reason and the day given", async () => {
		const mail = (why: string) => `Xin lỗi: ${why}.\nNgày trả lời mới: chậm nhất 19/11/2026`;
		const choices = [
			{ reason: "complex", words: "vụ việc phức tạp", text: mail("vụ việc phức tạp") },
			{ reason: "more_papers", words: "cần thêm tài liệu", text: mail("cần thêm tài liệu") },
		];
		backend.answers(ApologyDraftOperation, ({ letter }) => ({
			apologyDraft: {
				__typename: "ApologyDraft" as const,
				letter: String(letter),
				dueAt: "2026-11-12T10:00:00Z",
				newDay: "2026-11-19",
				latestDay: "2026-11-24",
				choices,
			},
		}));
		await show();
		expect(await press('[data-act="EXTENDED"]')).toContain("gia hạn chậm nhất đến ngày 24/11/2026");
		const [day, reason] = [control("dueOn"), control("reason")];
		expect([day.value, place.querySelector(".congvu-mail")]).toEqual(["2026-11-19", null]);
		reason.value = "more_papers";
		reason.dispatchEvent(new Event("input", { bubbles: true }));
		expect(await text()).toContain("Xin lỗi: cần thêm tài liệu. Ngày trả lời mới: chậm nhất 19/11/2026");
		day.value = "2026-11-20";
		day.dispatchEvent(new Event("input", { bubbles: true }));
		expect(await text()).toContain("cần thêm tài liệu. Ngày trả lời mới: chậm nhất 20/11/2026");
		expect(await text()).not.toContain("19/11/2026");
		await fill({});
		expect(noted).toMatchObject([{ act: "EXTENDED", reason: "more_papers", dueOn: "2026-11-20" }]);
	});

	it("that extends the term takes its day and reason where there is no apology to show", async () => {
		backend.answers(ApologyDraftOperation, () => ({
			apologyDraft: { __typename: "InputError" as const, code: "no_apology" },
		}));
		await show();
		await press('[data-act="EXTENDED"]');
		expect([control("dueOn").value, place.querySelector(".congvu-apology")]).toEqual(["", null]);
		await fill({ dueOn: "2026-11-20", reason: "complex" });
		expect(noted).toMatchObject([{ act: "EXTENDED", reason: "complex", dueOn: "2026-11-20" }]);
	});

	it("about a letter that somebody shielded meanwhile shows nothing", async () => {
		backend.answers(NoteActOperation, () => ({ noteAct: NOT_FOUND }));
		await show();
		expect(await press('[data-act="SENDERS_TURN"]')).toBe("");
	});

	it("waits for a name where several share the log-in, and remembers it", async () => {
		people = [VAN, THU];
		await show();
		expect(await press('[data-act="SENDERS_TURN"]')).toContain("Hãy chọn tên người ghi nhận");
		expect([noted, document.activeElement?.tagName]).toEqual([[], "SELECT"]);
		const select = place.querySelector<HTMLSelectElement>(".congvu-who select");
		if (select === null) throw new Error("no choice of people");
		select.value = "THU";
		select.dispatchEvent(new Event("change"));
		await press('[data-act="SENDERS_TURN"]');
		await show();
		await press('[data-act="SENDERS_TURN"]');
		expect(noted.map(({ person }) => person)).toEqual(["THU", "THU"]);
	});

	it("with something to say has a form that comes filled, and gives the focus back", async () => {
		letter = paperLike();
		reading.lines = ["Số: 123/UBND-VX", "Phú Lương, ngày 04 tháng 11 năm 2026", "Kính gửi: Sở"];
		await show();
		await press('[data-act="REGISTERED"]');
		expect(document.activeElement?.getAttribute("name")).toBe("number");
		expect(await fill({ number: "" })).toContain("Hãy điền: Số đến.");
		await fill({ number: "45" });
		expect(noted).toMatchObject([
			{ act: "REGISTERED", number: "45", paperSymbol: "123/UBND-VX", paperOn: "2026-11-04" },
		]);
		expect(document.activeElement?.getAttribute("data-act")).toBe("REGISTERED");
	});

	it("that was asked for in the letter shows the sentence, and hands in the day alone", async () => {
		letter = paperLike();
		reading.lines = ["Đề nghị quý Sở gửi báo cáo trước ngày 15/11/2026 để tổng hợp."];
		await show();
		expect(await text()).toContain("gửi báo cáo trước ngày 15/11/2026 để tổng hợp.");
		await press('[data-proposal="ANSWER_ASKED"]');
		expect(noted).toMatchObject([{ act: "ANSWER_ASKED", dueOn: "2026-11-14" }]);
		expect(JSON.stringify(backend.asked)).not.toContain("báo cáo");
	});

	it("that starts a statutory term is for named receivers only", async () => {
		letter = letterLike({ matter: "info" });
		backend.answers(MattersOperation, () => ({ matters: [{ ...MATTER, needsPaper: true }] }));
		await show();
		expect(place.querySelector('[data-act="VALID_PAPER"]')).toBeNull();
		roles = ["NAMED_RECEIVER"];
		await show();
		expect(place.querySelector('[data-act="VALID_PAPER"]')).not.toBeNull();
	});

	it("is one and the same when it is pressed again after an answer that was lost", async () => {
		await show();
		backend.answers(NoteActOperation, ({ act }) => {
			noted.push(act);
			throw new Error("lost");
		});
		expect(await press('[data-act="SENDERS_TURN"]')).toContain("Chưa kết nối được máy chủ");
		await press('[data-act="SENDERS_TURN"]');
		expect(noted.map(({ id }) => id)).toEqual([noted[0]?.id, noted[0]?.id]);
	});

	it("that was refused says so and stays open", async () => {
		backend.answers(NoteActOperation, () => ({
			noteAct: { __typename: "InputError" as const, code: "act_refused", message: "" },
		}));
		await show();
		await press('[data-act="NO_ANSWER_NEEDED"]');
		expect(await fill({ reason: "thanks" })).toContain("Chưa ghi nhận được");
		expect(place.querySelector("congvu-deed")).not.toBeNull();
	});

	it("by another channel is of its own moment in Vietnam, not before the letter came", async () => {
		await show();
		await press('[data-act="ANSWERED_ELSEWHERE"]');
		await fill({ channel: "phone", answeredAt: "2026-11-05T15:30" });
		expect(noted).toMatchObject([
			{ channel: "phone", answeredAt: "2026-11-05T15:30:00+07:00", answerer: "Trần Thị Vân" },
		]);
		await press('[data-act="ANSWERED_ELSEWHERE"]');
		await fill({ channel: "phone", answeredAt: "2026-11-05T09:12" });
		expect(noted[1]?.answeredAt).toBe("2026-11-05T02:12:30.001Z");
	});

	it("can be taken back from the history", async () => {
		acts = [SETTLED];
		expect(await show()).toContain("đã giải quyết xong. Trần Thị Vân");
		await press(".congvu-history button");
		expect(noted).toMatchObject([{ act: "WITHDRAWN", withdraws: "A9" }]);
	});
});

describe("what is chosen from", () => {
	it("is another agency found by its name, never the own one", async () => {
		const [own, other] = [matchLike("H55.05", "Sở này", ""), matchLike("H55.09", "Sở Nội vụ", "")];
		const question = { text: "", reason: "TYPE_MISSING" as const, predecessor: null, candidates: [other] };
		backend.answers(ResolveRecipientsOperation, () => ({
			resolveRecipients: [entryLike("", [own], { questions: [question] })],
		}));
		await show();
		await press('[data-act="PASSED_ON"]');
		const name = place.querySelector<HTMLInputElement>("#congvu-search-text");
		if (name === null) throw new Error("no search");
		name.value = "Nội vụ";
		expect(await press(".congvu-search button")).toContain("Sở Nội vụ");
		expect(place.textContent).not.toContain("Sở này");
		await fill({});
		expect(noted).toMatchObject([{ act: "PASSED_ON", agency: "H55.09" }]);
	});

	it("is another open letter of the same sender", async () => {
		const letters = [letterLike(), letterLike({ id: "8" }), letterLike({ id: "9", sender: "khac@nguoidan.example" })];
		backend.answers(OpenLettersOperation, () => ({
			openLetters: { __typename: "OpenLetters" as const, agency: AGENCY, letters },
		}));
		await show();
		await press('[data-act="MERGED"]');
		expect([...place.querySelectorAll<HTMLInputElement>('[name="into"]')].map(({ value }) => value)).toEqual(["8"]);
	});

	it("is a letter of another address, found by code or sender, for one person may write from two", async () => {
		const other = { sender: "khac@nguoidan.example", referenceCode: "TDT.H55.05-261104-2ABCD" };
		const letters = [letterLike({ id: "9", ...other }), paperLike({ id: "5", sender: "Sở khac" })];
		backend.answers(OpenLettersOperation, () => ({
			openLetters: { __typename: "OpenLetters" as const, agency: AGENCY, letters },
		}));
		await show();
		expect(await press('[data-act="MERGED"]')).toContain("Thời gian tính một lần, từ thư đến trước");
		for (const typed of ["KHAC@", "2abcd"]) {
			const search = place.querySelector<HTMLInputElement>("#congvu-search-text");
			if (search === null) throw new Error("no search");
			search.value = typed;
			const shown = await press(".congvu-search button");
			expect(shown).toContain("TDT.H55.05-261104-2ABCD, đến ngày 05/11/2026, của khac@nguoidan.example");
			expect(shown).not.toContain("Sở khac");
		}
		await fill({});
		expect(noted).toMatchObject([{ act: "MERGED", into: "9" }]);
	});

	it("is the matter that the subject names: one press confirms it", async () => {
		reading.title = "Đề nghị Cung cấp thông tin";
		expect(await show()).toContain("có thể thuộc: Yêu cầu cung cấp thông tin");
		await press('[data-proposal="MATTER_SET"]');
		expect(noted).toMatchObject([{ act: "MATTER_SET", matter: "info" }]);
		expect(JSON.stringify(backend.asked)).not.toContain("Đề nghị Cung cấp");
	});
});

it("tells how the due date was counted when somebody wants to know, and anew after something was noted", async () => {
	let howDue = "2 ngày làm việc theo 7/QĐ-SKHCN.";
	backend.answers(LetterClockOperation, () => {
		const explained = { howDue, howDueEn: "x", steps: [], merged: [] };
		return { letterClock: { __typename: "LetterClock" as const, letter: letterLike(), ...explained } };
	});
	const open = async (): Promise<string> => {
		const details = place.querySelector<HTMLDetailsElement>(".congvu-how-due");
		if (details !== null) details.open = true;
		details?.dispatchEvent(new Event("toggle"));
		return text();
	};
	expect(await show()).not.toContain("7/QĐ-SKHCN");
	expect(await open()).toContain(howDue);
	howDue = "3 ngày làm việc.";
	await press('[data-act="SENDERS_TURN"]');
	expect(await open()).toContain(howDue);
});
