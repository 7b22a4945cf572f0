// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from "vitest";
import {
	LettersOfPapersOperation,
	MeOperation,
	NoteActOperation,
	RecallSentOperation,
	ReplacementsOperation,
	SentLettersOperation,
} from "../../api/generated.ts";
import vietnamese from "../../locales/vi.json";
import { FakeBackend } from "../testing/fake_letter.ts";
import { FakeReading, paperLike } from "../testing/letters.ts";
import { textsIn } from "../texts.ts";
import { ActingPerson } from "./acting_person.ts";
import type { Letter } from "./deeds.ts";
import type { SentLetter } from "./sent_desk.ts";
import { showLetter } from "./show_letter.ts";

const AGENCY = { code: "H55.05", name: "Sở Khoa học và Công nghệ" };
const PERSON = { id: "VAN", name: "Trần Thị Vân", post: "" };

let backend: FakeBackend;
let reading: FakeReading;
let place: HTMLElement;
let sent: SentLetter;
let papers: Letter[];

beforeEach(() => {
	reading = new FakeReading();
	reading.isSent = true;
	papers = [paperLike({ paperSymbol: "123/UBND-VX" })];
	sent = {
		messageId: "a@nguoidan.example",
		sentAt: "2026-11-05T02:00:00Z",
		recipients: [
			{
				name: "Sở Tài chính",
				agencyCode: "H55.09",
				steps: [
					{ state: "ACCEPTED", at: "2026-11-05T02:00:00Z", toldBy: "milter" },
					{ state: "IN_MAILBOX", at: "2026-11-05T02:01:00Z", toldBy: "dovecot" },
				],
				replacement: null,
			},
			{ name: "ai@noikhac.example", agencyCode: "", steps: [], replacement: null },
		],
		recalls: [],
	};
	place = document.createElement("div");
	document.body.replaceChildren(place);
	backend = new FakeBackend()
		.answers(MeOperation, () => ({
			me: { login: "x", roles: ["CLERK" as const], agency: AGENCY, headOf: [], mailboxes: [], people: [PERSON] },
		}))
		.answers(SentLettersOperation, () => ({
			sentLetters: { __typename: "SentLetters" as const, letters: [sent] },
		}))
		.answers(LettersOfPapersOperation, () => ({
			lettersOfPapers: { __typename: "Letters" as const, letters: papers },
		}))
		.answers(NoteActOperation, () => ({ noteAct: { __typename: "ActNoted" as const, letter: paperLike() } }))
		.answers(RecallSentOperation, ({ recall: { act, reason, paperSymbol = "", paperOn = null, replacedBy = "" } }) => {
			const sentAt = replacedBy === "" ? null : "2026-11-05T02:30:00Z";
			const told = { act, at: "2026-11-05T03:00:00Z", reason, replacedBy, paperSymbol, paperOn, sentAt };
			return { recallSent: { __typename: "SentLetters" as const, letters: [{ ...sent, recalls: [told] }] } };
		})
		.answers(ReplacementsOperation, () => ({
			replacements: {
				__typename: "OfferedMessages" as const,
				messages: [{ messageId: "b@x", sentAt: "2026-11-05T02:30:00Z", reached: 1, among: 2 }],
			},
		}));
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

function variablesOf(id: string): unknown {
	return backend.asked.find((one) => one.id === id)?.variables;
}

describe("the way of a sent letter", () => {
	it("says of each recipient the last that is known, and never that it was read", async () => {
		const shown = await show();
		const states = [...place.querySelectorAll(".congvu-state")].map((state) => state.textContent);
		expect(states).toEqual(["đã vào hộp thư lúc 05/11/2026 09:01", "chưa có tin"]);
		expect(shown).toContain("máy chủ thư của tỉnh đã nhận để gửi lúc 05/11/2026 09:00");
		expect(shown).not.toContain("hiển thị");
	});

	it("asks about papers by their symbols alone, and only where some are cited", async () => {
		await show();
		expect(variablesOf(LettersOfPapersOperation.id)).toBeUndefined();
		reading.lines = ["Phúc đáp Công văn số 123/UBND-VX ngày 04/11/2026 của UBND xã về việc tập huấn."];
		await show();
		expect(variablesOf(LettersOfPapersOperation.id)).toEqual({ agency: "H55.05", symbols: ["123/UBND-VX"] });
	});

	it("is the answer to a paper it cites, once the clerk says so", async () => {
		reading.lines = ["Phúc đáp Công văn số 123/UBND-VX"];
		expect(await show()).toContain("Thư này trả lời văn bản 123/UBND-VX của Ủy ban nhân dân xã Phú Lương?");
		const shown = await press('[data-proposal="answer"]');
		expect(variablesOf(NoteActOperation.id)).toMatchObject({
			act: { act: "ANSWER_LINKED", letter: "7", messageId: "a@nguoidan.example", person: "VAN" },
		});
		expect(shown).toContain("Đã ghi nhận: thư này trả lời văn bản 123/UBND-VX.");
		expect(place.querySelector('[data-proposal="answer"]')).toBeNull();
	});

	it("is no answer to a paper that has one", async () => {
		reading.lines = ["Phúc đáp Công văn số 123/UBND-VX"];
		papers = [paperLike({ paperSymbol: "123/UBND-VX", answeredAt: "2026-11-05T02:00:00Z" })];
		expect(await show()).not.toContain("Thư này trả lời");
	});
});

describe("taking a paper back", () => {
	it("says what it does before, asks why, and tells that copies may remain", async () => {
		await show();
		expect(await press('[data-act="RECALLED"]')).toContain("Bản đã gửi không tự mất đi");
		const reason = place.querySelector<HTMLSelectElement>('[name="reason"]');
		if (reason !== null) reason.value = "wrong_file";
		place.querySelector("form")?.dispatchEvent(new Event("submit", { cancelable: true }));
		const shown = await text();
		expect(variablesOf(RecallSentOperation.id)).toMatchObject({
			agency: "H55.05",
			recall: { act: "RECALLED", reason: "wrong_file", person: "VAN", messageId: "a@nguoidan.example" },
		});
		expect(shown).toContain("Đã báo thu hồi lúc 05/11/2026 10:00 (gửi nhầm tệp)");
		expect(document.activeElement?.getAttribute("data-act")).toBe("RECALLED");
	});
});

describe("replacing a paper", () => {
	const fill = (name: string, value: string): void => {
		const control = place.querySelector<HTMLInputElement | HTMLSelectElement>(`[name="${name}"]`);
		if (control === null) throw new Error(`no ${name}`);
		control.value = value;
	};

	it("names the new paper by number, day and the letter that carries it, chosen by hand", async () => {
		await show();
		expect(await press('[data-act="REPLACED"]')).toContain("gửi lúc 05/11/2026 09:30, đến 1/2 nơi đã nhận bản cũ");
		expect(place.querySelector<HTMLSelectElement>('[name="messageId"]')?.value).toBe("");
		fill("reason", "content");
		fill("paperSymbol", "13/SKHCN-VP");
		fill("paperOn", "2026-11-05");
		fill("messageId", "b@x");
		place.querySelector("form")?.dispatchEvent(new Event("submit", { cancelable: true }));
		const shown = await text();
		expect(variablesOf(RecallSentOperation.id)).toMatchObject({
			recall: { act: "REPLACED", replacedBy: "b@x", paperSymbol: "13/SKHCN-VP", paperOn: "2026-11-05" },
		});
		expect(shown).toContain("Dùng thay: văn bản số 13/SKHCN-VP ngày 05/11/2026, gửi lúc 05/11/2026 09:30.");
		expect(shown).toContain("bản đã gửi có thể vẫn còn ở nơi nhận");
	});

	it("asks for no new paper where one is only taken back", async () => {
		await show();
		await press('[data-act="RECALLED"]');
		expect(place.querySelector('[name="paperSymbol"]')).toBeNull();
		expect(variablesOf(ReplacementsOperation.id)).toBeUndefined();
	});

	it("shows where the new paper is for each recipient, and to whom it did not go", async () => {
		const [first, second] = sent.recipients;
		if (first === undefined || second === undefined) throw new Error("two recipients");
		const steps = [{ state: "IN_MAILBOX" as const, at: "2026-11-05T02:31:00Z", toldBy: "dovecot" }];
		sent = {
			...sent,
			recipients: [
				{ ...first, replacement: { isSent: true, steps } },
				{ ...second, replacement: { isSent: false, steps: [] } },
			],
		};
		await show();
		const words = [...place.querySelectorAll(".congvu-replacement")].map((one) => one.textContent);
		expect(words).toEqual([
			"Văn bản mới: đã vào hộp thư lúc 05/11/2026 09:31",
			"Văn bản mới: thư ấy không gửi đến nơi này",
		]);
	});
});
