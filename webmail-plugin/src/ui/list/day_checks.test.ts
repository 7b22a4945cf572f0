// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from "vitest";
import {
	type ChecksOfDayFragment,
	MailboxChecksOperation,
	MeOperation,
	NoteMailboxCheckOperation,
} from "../../api/generated.ts";
import vietnamese from "../../locales/vi.json";
import { ActingPerson } from "../letter/acting_person.ts";
import { FakeBackend } from "../testing/fake_letter.ts";
import { textsIn } from "../texts.ts";
import { CongvuDayChecks } from "./day_checks.ts";
import { OwnDesk } from "./own_desk.ts";

type Windows = ChecksOfDayFragment["boxes"][number]["windows"];

const texts = textsIn("vi", vietnamese);
const NOW = new Date("2026-11-05T02:30:00Z"); // 09:30 in Vietnam
const AGENCY = { code: "H55.05", name: "Sở Khoa học và Công nghệ" };
const BOX = "sokhcn@thainguyen.gov.vn";
const PEOPLE = [
	{ id: "VAN", name: "Nguyễn Thị Vân", post: "Văn thư" },
	{ id: "THU", name: "Trần Văn Thư", post: "Văn thư" },
];

const windows: Windows = [
	window("morning_start", "00:30", "01:15", "MISSED", "Còn 1 thư chưa mở, thư lâu nhất đến lúc 07:10"),
	window("morning_middle", "02:00", "03:15", "RUNNING", "Còn 1 thư chưa mở, thư lâu nhất đến lúc 07:10"),
	{ ...window("afternoon_start", "06:30", "07:15", "AHEAD", ""), proofs: [] },
];

function window(name: string, from: string, to: string, state: Windows[number]["state"], words: string) {
	const proofs = [{ kind: "WAITED" as const, at: null, count: 1, words, wordsEn: words }];
	return { name, from: `2026-11-05T${from}:00Z`, to: `2026-11-05T${to}:00Z`, state, selfDeclared: false, proofs };
}

const noted: Windows = windows.map((one) =>
	one.state === "RUNNING" ? { ...one, state: "KEPT" as const, selfDeclared: true, proofs: [] } : one,
);

let backend: FakeBackend;
let people: typeof PEOPLE;

beforeEach(() => {
	people = PEOPLE.slice(0, 1);
	sessionStorage.clear();
	backend = new FakeBackend()
		.answers(MeOperation, () => ({
			me: { login: "x", roles: ["CLERK" as const], agency: AGENCY, headOf: [], mailboxes: [], people },
		}))
		.answers(MailboxChecksOperation, () => ({ mailboxChecks: checks(windows) }))
		.answers(NoteMailboxCheckOperation, () => ({ noteMailboxCheck: checks(noted) }));
});

function checks(shown: Windows) {
	return { __typename: "MailboxChecks" as const, day: "2026-11-05", boxes: [{ mailbox: BOX, windows: shown }] };
}

async function show(): Promise<void> {
	const person = new ActingPerson(sessionStorage, "x");
	document.body.replaceChildren(
		new CongvuDayChecks({ backend, texts, desk: new OwnDesk(backend), person, now: () => NOW }),
	);
	await settled();
}

const settled = () => new Promise((resolve) => setTimeout(resolve));
const lines = () =>
	[...document.querySelectorAll("li")].map((line) => line.textContent?.replaceAll(/\s+/gu, " ").trim());
const button = () => document.querySelector<HTMLButtonElement>("button");

describe("today's checks", () => {
	it("say of each window when it is, how it stands and how that is known", async () => {
		await show();
		expect(lines()).toEqual([
			"07:30–08:15 Không thấy lần kiểm tra nào. Còn 1 thư chưa mở, thư lâu nhất đến lúc 07:10",
			"09:00–10:15 Đang trong giờ kiểm tra. Còn 1 thư chưa mở, thư lâu nhất đến lúc 07:10",
			"13:30–14:15 Chưa đến giờ",
		]);
		expect(document.body.textContent).toContain("đã kiểm tra 0 trên 3 lần");
		expect(backend.asked.at(-1)?.variables).toEqual({ agency: "H55.05", day: "2026-11-05" });
	});

	it("are declared by name, and shown as one's own word", async () => {
		await show();
		button()?.click();
		await settled();
		expect(backend.asked.at(-1)?.variables).toMatchObject({ agency: "H55.05", mailbox: BOX, person: "VAN" });
		expect(lines()[1]).toBe("09:00–10:15 Đã kiểm tra (tự khai)");
		expect(document.querySelector("[role=status]")?.textContent).toBe("Đã ghi nhận lần kiểm tra lúc 09:30.");
		expect(button()).toBeNull();
	});

	it("ask who it was where several share the log-in", async () => {
		people = PEOPLE;
		await show();
		expect(button()?.disabled).toBe(true);
		const choice = document.querySelector("select");
		if (choice !== null) choice.value = "THU";
		choice?.dispatchEvent(new Event("change"));
		await settled();
		button()?.click();
		await settled();
		expect(backend.asked.at(-1)?.variables).toMatchObject({ person: "THU" });
	});

	it("say so where the backend does not take it", async () => {
		backend.answers(NoteMailboxCheckOperation, () => ({
			noteMailboxCheck: { __typename: "InputError" as const, code: "no_window", message: "" },
		}));
		await show();
		button()?.click();
		await settled();
		expect(document.querySelector("[role=status]")?.textContent).toBe("Chưa ghi nhận được. Hãy thử lại.");
		expect(button()).not.toBeNull();
	});

	it("are not shown to whoever may not see them", async () => {
		backend.answers(MailboxChecksOperation, () => ({
			mailboxChecks: { __typename: "ForbiddenError" as const, code: "forbidden" },
		}));
		await show();
		expect(document.body.textContent?.trim()).toBe("");
	});
});
