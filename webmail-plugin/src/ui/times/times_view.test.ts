// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
	FigureAgenciesOperation,
	FigureLettersOperation,
	FiguresOperation,
	GateDifferencesOperation,
	LetterClockOperation,
	NamedReceiversOperation,
	OpenLettersOperation,
	type Role,
} from "../../api/generated.ts";
import vietnamese from "../../locales/vi.json";
import { FakeBackend } from "../testing/fake_letter.ts";
import { letterLike } from "../testing/letters.ts";
import { textsIn } from "../texts.ts";
import type { Behind as Letters, Times } from "./times_desk.ts";
import { CongvuTimes } from "./times_view.ts";

const AGENCY = { code: "H55.05", name: "Sở Khoa học và Công nghệ" };
const OTHER = { code: "H55.40", name: "Ủy ban nhân dân xã Phú Lương" };
const FORBIDDEN = { __typename: "ForbiddenError" as const, code: "forbidden" };
const ROW = {
	senderClass: "CITIZEN" as const,
	count: 0,
	answered: 0,
	open: 0,
	oldestOpenSeconds: null,
	medianSeconds: null,
	p90Seconds: null,
	medianInterval: { low: null, high: null },
	p90Interval: { low: null, high: null },
	onTime: { of: 0, share: null, low: null, high: null, notYetDue: 0, undated: 0 },
	setAside: { passedOn: 0, noAnswerNeeded: 0, returned: 0, merged: 0 },
	split: { ours: 0, senders: 0, otherAgencies: 0 },
	closedUnanswered: 0,
	answeredElsewhere: 0,
	reopened: 0,
	leftOut: [],
	explanation: "Cách tính.",
};
const LETTER = letterLike({ receivedAt: "2026-11-05T02:12:00Z", overdue: true, messageId: "a@x" });

const PLAIN = { below: false, language: "VI" };

type Behind = Extract<Letters, { __typename: "FigureLetters" }>["letters"][number];

let view: CongvuTimes;
let backend: FakeBackend;

let figuresOf: { code: string; name: string }[];
let roles: Role[];
let receivers: { readonly id: string; readonly name: string }[];

beforeEach(() => {
	roles = ["HEAD"];
	figuresOf = [AGENCY];
	receivers = [{ id: "AN", name: "Nguyễn Hoài An" }];
	vi.useFakeTimers({ now: new Date("2026-11-05T18:30:00Z") }); // already the 6th in Vietnam
	backend = new FakeBackend()
		.answers(FigureAgenciesOperation, () => ({
			me: {
				roles,
				agency: AGENCY,
				headOf: [AGENCY],
				mailboxes: [{ agency: OTHER }],
				figuresOf,
			},
		}))
		.answers(FiguresOperation, ({ since, until }) => ({
			responseTimes: {
				__typename: "ResponseTimes" as const,
				agency: AGENCY,
				since,
				until,
				hidden: [],
				rows: [
					{ ...ROW, count: 3, answered: 2, open: 1, medianSeconds: 11_520, p90Seconds: 20_000, oldestOpenSeconds: 60 },
				],
			},
		}))
		.answers(OpenLettersOperation, () => ({
			openLetters: { __typename: "OpenLetters" as const, agency: AGENCY, letters: [LETTER] },
		}))
		.answers(NamedReceiversOperation, () => ({
			namedReceivers: { __typename: "NamedReceivers" as const, people: receivers },
		}))
		.answers(GateDifferencesOperation, () => ({ gateDifferences: FORBIDDEN }));
});

afterEach(() => vi.useRealTimers());

function answerFigures(changed: Partial<Extract<Times, { __typename: "ResponseTimes" }>>): void {
	backend.answers(FiguresOperation, ({ since, until }) => ({
		responseTimes: {
			__typename: "ResponseTimes" as const,
			agency: AGENCY,
			since,
			until,
			hidden: [],
			rows: [],
			...changed,
		},
	}));
}

async function open(): Promise<string> {
	view = new CongvuTimes(backend, textsIn("vi", vietnamese));
	document.body.replaceChildren(view);
	return text();
}

async function text(): Promise<string> {
	await vi.advanceTimersByTimeAsync(10);
	await view.updateComplete;
	return view.textContent?.replaceAll(/\s+/gu, " ") ?? "";
}

function choose(what: string, value: string): void {
	const select = view.querySelector<HTMLSelectElement>(`[data-choice="${what}"]`);
	if (select === null) throw new Error(`no choice of ${what}`);
	select.value = value;
	select.dispatchEvent(new Event("change"));
}

describe("an agency without anybody who opens denunciations and complaints", () => {
	it("is told so, whatever letters it has", async () => {
		expect(await open()).not.toContain("chưa có người được chỉ định tiếp nhận");
		receivers = [];
		expect(await open()).toContain("Cơ quan chưa có người được chỉ định tiếp nhận tố cáo, khiếu nại");
	});
});

describe("a figure", () => {
	const BEHIND: Behind = {
		id: "7",
		referenceCode: "TDT.H55.05-261105-K7PXQ",
		receivedAt: "2026-11-05T02:12:00Z",
		dueAt: "2026-11-05T10:00:00Z",
		countedAs: "ANSWERED",
		workingSeconds: 11_520,
		inTime: false,
	};

	function answerLetters(letters: readonly Partial<Behind>[], count = 2): void {
		backend.answers(FigureLettersOperation, () => ({
			figureLetters: {
				__typename: "FigureLetters" as const,
				count,
				letters: letters.map((one) => ({ ...BEHIND, ...one })),
			},
		}));
	}

	async function press(selector: string): Promise<string> {
		const button = view.querySelector<HTMLButtonElement>(selector);
		if (button === null) throw new Error(`no ${selector}`);
		button.click();
		return text();
	}

	it.each([
		["count", "COUNT"],
		["median", "COUNT"],
		["p90", "COUNT"],
		["open", "OPEN"],
		["oldest", "OPEN"],
	])("such as %s opens the letters it is made of", async (cell, part) => {
		answerLetters([{}]);
		await open();
		expect(await press(`[data-cell="${cell}"] button`)).toContain("TDT.H55.05-261105-K7PXQ");
		const asked = backend.asked.at(-1)?.variables;
		expect(asked).toEqual({
			agency: "H55.05",
			since: "2026-08-08",
			until: "2026-11-06",
			senderClass: "CITIZEN",
			part,
		});
	});

	it("shows the quickest letter first, those without an answer last, and what was late", async () => {
		answerLetters(
			[
				{ id: "3", countedAs: "OPEN", workingSeconds: 60 },
				{ id: "2", workingSeconds: 7_200, inTime: false },
				{ id: "1", workingSeconds: 3_600 },
			],
			900,
		);
		await open();
		expect(await press('[data-cell="count"] button')).toContain("900 thư; chỉ hiện 3 thư mới nhất.");
		const rows = [...view.querySelectorAll('[data-table="behind"] tbody tr')];
		expect(rows.map((row) => row.getAttribute("data-letter"))).toEqual(["1", "2", "3"]);
		expect(rows[1]?.textContent?.replaceAll(/\s+/gu, " ")).toContain("đã trả lời 05/11/2026 17:00 quá hạn 2 giờ");
	});

	it("leads over a letter to its clock and back, step by step", async () => {
		answerLetters([{}]);
		backend.answers(LetterClockOperation, () => ({
			letterClock: {
				__typename: "LetterClock" as const,
				letter: LETTER,
				steps: [],
				howDue: "5 ngày làm việc",
				howDueEn: "",
				merged: [],
			},
		}));
		await open();
		await press('[data-cell="count"] button');
		expect(await press('[data-letter="7"] button')).toContain("Tổng cộng 3 giờ 12 phút");
		expect(await press(".congvu-back")).toContain("Người dân – Số thư (n): các thư được tính");
		await press(".congvu-back");
		expect(view.querySelector('[data-table="figures"]')).not.toBeNull();
	});

	it("is no way to letters of an agency whose letters the log-in does not see, nor where there are none", async () => {
		await open();
		expect(view.querySelector('[data-cell="on-time"] button')).toBeNull();
		backend.answers(OpenLettersOperation, () => ({ openLetters: FORBIDDEN }));
		await open();
		expect(view.querySelector(".congvu-figure")).toBeNull();
	});

	it("of letters that ended otherwise stands below, with whose turn it was", async () => {
		const setAside = { passedOn: 2, noAnswerNeeded: 0, returned: 0, merged: 1 };
		const split = { ours: 7_200, senders: 3_600, otherAgencies: 0 };
		answerFigures({ rows: [{ ...ROW, count: 3, closedUnanswered: 1, reopened: 2, setAside, split }] });
		answerLetters([{}]);
		const shown = await open();
		expect(shown).toContain("Trong n có: 1 thư kết thúc mà không trả lời, 2 thư từng được mở lại.");
		expect(shown).toContain("chờ cơ quan 2 giờ; chờ người gửi 1 giờ; chờ cơ quan khác 0 phút.");
		await press('[data-detail="CITIZEN"] [data-part="MERGED"]');
		expect(backend.asked.at(-1)?.variables).toMatchObject({ part: "MERGED" });
	});
});

describe("response times", () => {
	it("show median, p90, n, what was in time, open and oldest of each kind of sender", async () => {
		await open();
		const cells = [...view.querySelectorAll('[data-sender-class="CITIZEN"] td')].map((cell) => cell.textContent);
		expect(cells).toEqual(["3", "3 giờ 12 phút", "5 giờ 33 phút", "chưa có thư nào đến hạn", "1", "1 phút"]);
	});

	it("ask for days of Vietnam", async () => {
		await open();
		const asked = backend.asked.find(({ id }) => id === FiguresOperation.id);
		expect(asked?.variables).toEqual({ agency: "H55.05", since: "2026-08-08", until: "2026-11-06", ...PLAIN });
	});

	it("say honestly that there are none when there were no letters", async () => {
		backend.answers(FiguresOperation, ({ since, until }) => ({
			responseTimes: { __typename: "ResponseTimes" as const, agency: AGENCY, since, until, hidden: [], rows: [ROW] },
		}));
		expect(await open()).toContain("Chưa có thư nào trong thời gian này, nên chưa có số liệu.");
		expect(view.querySelector('[data-table="figures"]')).toBeNull();
	});

	it("show their 95 % intervals, the share in time with its letters, and what was set aside", async () => {
		answerFigures({
			rows: [
				{
					...ROW,
					count: 9,
					answered: 8,
					open: 1,
					medianSeconds: 3600,
					p90Seconds: 7200,
					medianInterval: { low: 1800, high: 5400 },
					p90Interval: { low: 3600, high: null },
					onTime: { of: 8, share: 0.75, low: 0.409, high: 0.928, notYetDue: 1, undated: 0 },
					setAside: { passedOn: 2, noAnswerNeeded: 0, returned: 0, merged: 1 },
				},
			],
		});
		const shown = await open();
		expect(view.querySelector('[data-cell="median"]')?.textContent).toBe("1 giờ");
		expect(view.querySelector('[data-cell="on-time"]')?.textContent).toBe("75 % của 8 thư đã đến hạn");
		expect(shown).toContain(
			"Khoảng tin cậy 95 %: Trung vị: 30 phút đến 1 giờ 30 phút; 9 trên 10 thư trong: từ 1 giờ, chưa xác định được đầu trên; Đúng hạn: 40–93 %.",
		);
		expect(shown).toContain("Không tính vào n: 2 thư chuyển cơ quan khác, 1 thư gộp vào thư khác.");
	});

	it("that may not be shown are not said to be none", async () => {
		answerFigures({ rows: [], hidden: ["AGENCY"] });
		const shown = await open();
		expect(shown).toContain("Cơ quan: có quá ít thư, nên số liệu không được hiện.");
		expect(shown).not.toContain("Chưa có thư nào");
	});

	it("of letters that were all set aside say where they went", async () => {
		answerFigures({ rows: [{ ...ROW, setAside: { ...ROW.setAside, noAnswerNeeded: 4 } }] });
		expect(await open()).toContain("Không tính vào n: 4 thư không cần trả lời.");
	});

	it("say which months are left out of them", async () => {
		answerFigures({ rows: [{ ...ROW, leftOut: [202609, 202610] }] });
		expect(await open()).toContain("Không gồm tháng 09/2026, 10/2026: có quá ít thư");
	});

	it("say which days they are of, as the backend counted them", async () => {
		answerFigures({ since: "2026-08-01", until: "2026-11-30", rows: [{ ...ROW, count: 1, open: 1 }] });
		expect(await open()).toContain("Thư nhận từ 01/08/2026 đến 30/11/2026.");
	});

	it("say that nothing was answered instead of a time of zero", async () => {
		backend.answers(FiguresOperation, ({ since, until }) => ({
			responseTimes: {
				__typename: "ResponseTimes" as const,
				agency: AGENCY,
				since,
				until,
				hidden: [],
				rows: [{ ...ROW, count: 2, open: 2 }],
			},
		}));
		expect(await open()).toContain("chưa có thư nào được trả lời");
	});

	it("say that a share is not reached yet while letters are unanswered", async () => {
		backend.answers(FiguresOperation, ({ since, until }) => ({
			responseTimes: {
				__typename: "ResponseTimes" as const,
				agency: AGENCY,
				since,
				until,
				hidden: [],
				rows: [{ ...ROW, count: 3, answered: 2, open: 1, medianSeconds: 3600 }],
			},
		}));
		expect(await open()).toContain("chưa xác định, còn thư chưa trả lời");
	});

	it("are asked again for another agency or another time", async () => {
		await open();
		choose("agency", "H55.40");
		await text();
		choose("days", "30");
		await text();
		const asked = backend.asked.filter(({ id }) => id === FiguresOperation.id).map(({ variables }) => variables);
		expect(asked.slice(1)).toEqual([
			{ agency: "H55.40", since: "2026-08-08", until: "2026-11-06", ...PLAIN },
			{ agency: "H55.40", since: "2026-10-07", until: "2026-11-06", ...PLAIN },
		]);
	});
});

it("an answer that comes after another choice was made is not shown", async () => {
	await open();
	const late = new Promise<void>((resolve) => setTimeout(resolve, 5_000));
	const ask = backend.ask.bind(backend);
	backend.ask = async (operation, variables) => {
		if ((variables as { agency?: string }).agency === "H55.40") await late;
		return ask(operation, variables);
	};
	backend.answers(FiguresOperation, ({ agency, since, until }) => ({
		responseTimes: {
			__typename: "ResponseTimes" as const,
			agency: AGENCY,
			since,
			until,
			hidden: [],
			rows: [{ ...ROW, count: agency === "H55.40" ? 999 : 7 }],
		},
	}));
	choose("agency", "H55.40");
	await text();
	choose("agency", "H55.05");
	await text();
	await vi.advanceTimersByTimeAsync(6_000);
	expect(await text()).not.toContain("999");
	expect(view.querySelector('[data-cell="count"]')?.textContent).toBe("7");
});

describe("open letters", () => {
	it("show what is due, and what is overdue in words", async () => {
		expect(await open()).toContain("quá hạn");
		expect(view.querySelector('[data-letter="7"] [data-cell="due"]')?.textContent).toContain("12/11/2026");
	});

	it("explain how their time was counted, and lead back", async () => {
		backend.answers(LetterClockOperation, () => ({
			letterClock: {
				__typename: "LetterClock" as const,
				letter: LETTER,
				steps: [{ from: "2026-11-05T02:12:00Z", to: "2026-11-05T04:30:00Z", counted: true, reason: "Giờ làm việc" }],
				howDue: "2 ngày làm việc theo 7/QĐ-SKHCN.",
				howDueEn: "2 working days",
				merged: [{ referenceCode: "TDT.H55.05-261104-2ABCD", receivedAt: "2026-11-04T02:00:00Z", goesOn: false }],
			},
		}));
		await open();
		view.querySelector<HTMLButtonElement>('[data-letter="7"] button')?.click();
		expect(await text()).toContain("Tổng cộng 3 giờ 12 phút, chỉ tính giờ làm việc.");
		expect(await text()).toContain("Hạn trả lời: 2 ngày làm việc theo 7/QĐ-SKHCN.");
		expect(await text()).toContain("Tính một lần với thư TDT.H55.05-261104-2ABCD (đến lúc 04/11/2026 09:00).");
		expect(document.activeElement?.textContent).toContain("TDT.H55.05-261105-K7PXQ");
		view.querySelector<HTMLButtonElement>(".congvu-back")?.click();
		expect(await text()).toContain("Thư chưa trả lời");
	});

	it("say so when the letter is no longer there", async () => {
		backend.answers(LetterClockOperation, () => ({
			letterClock: { __typename: "LetterNotFound" as const, code: "letter_not_found" },
		}));
		await open();
		view.querySelector<HTMLButtonElement>('[data-letter="7"] button')?.click();
		expect(await text()).toContain("Không còn thư này.");
	});
});

describe("what a log-in may not see", () => {
	it("is not there, and the rest is", async () => {
		backend.answers(FiguresOperation, () => ({ responseTimes: FORBIDDEN }));
		const shown = await open();
		expect(shown).toContain("TDT.H55.05-261105-K7PXQ");
		expect(shown).not.toContain("Trung vị");
		expect(shown).not.toContain("trình duyệt chưa báo");
	});

	it("is said in one sentence when it is everything", async () => {
		backend.answers(FiguresOperation, () => ({ responseTimes: FORBIDDEN }));
		backend.answers(OpenLettersOperation, () => ({ openLetters: FORBIDDEN }));
		expect(await open()).toContain("Mục này dành cho văn thư và thủ trưởng của cơ quan.");
	});

	it("is not even asked for when it is another's work", async () => {
		await open();
		expect(backend.asked.map(({ id }) => id)).not.toContain(GateDifferencesOperation.id);
	});

	it("an auditor chooses among all agencies and sees figures, never letters", async () => {
		roles = ["AUDITOR"];
		figuresOf = [AGENCY, { code: "H55.09", name: "Sở Nội vụ" }];
		backend.answers(OpenLettersOperation, () => ({ openLetters: FORBIDDEN }));
		const shown = await open();
		const offered = [...view.querySelectorAll("select[data-choice=agency] option")].map((one) => one.textContent);
		expect(offered).toEqual([AGENCY.name, OTHER.name, "Sở Nội vụ"]);
		expect(shown).toContain("3 giờ 12 phút");
		expect(shown).not.toContain("Thư chưa trả lời");
	});

	it("shows an IT administrator what the browsers did not report, once there is a reason", async () => {
		roles = ["IT_ADMIN"];
		const difference = {
			submittedAt: "2026-11-05T02:12:00Z",
			login: "an.nguyen@thainguyen.gov.vn",
			fingerprint: "f",
			action: "CONFIRM" as const,
			bundle: "2026.11.3",
		};
		const given: unknown[] = [];
		backend.answers(GateDifferencesOperation, (variables) => {
			given.push(variables);
			return {
				gateDifferences: { __typename: "GateDifferences" as const, agency: AGENCY, differences: [difference] },
			};
		});
		expect(await open()).toContain("Hãy chọn lý do; người có tên trong danh sách đọc được ai đã xem và vì sao.");
		expect(await text()).not.toContain("Mục này dành cho văn thư và thủ trưởng");
		const show = view.querySelector<HTMLButtonElement>("button.congvu-look");
		show?.click();
		expect(await text()).toContain("Hãy chọn lý do trước khi xem.");
		expect(backend.asked.map(({ id }) => id)).not.toContain(GateDifferencesOperation.id);

		const reason = view.querySelector<HTMLSelectElement>("select[data-choice=reason]");
		if (reason !== null) reason.value = "INCIDENT";
		show?.click();
		expect(await text()).toContain("an.nguyen@thainguyen.gov.vn · có xác nhận · gói quy tắc 2026.11.3");
		expect(given).toEqual([{ agency: AGENCY.code, reason: "INCIDENT" }]);
	});
});

it("an absent backend is a plain sentence", async () => {
	backend = new FakeBackend();
	expect(await open()).toContain("Chưa kết nối được máy chủ Thư Công Vụ. Hãy thử lại sau ít phút.");
});
