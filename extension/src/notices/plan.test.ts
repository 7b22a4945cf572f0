import { describe, expect, it } from "vitest";
import type { Asks } from "../../../webmail-plugin/src/api/backend.ts";
import {
	AgencyNewsOperation,
	DueLettersOperation,
	MailboxChecksOperation,
	ReportProtectionOperation,
} from "../../../webmail-plugin/src/api/generated.ts";
import type { BoxChecks } from "../checks/day.ts";
import english from "../locales/en.json";
import vietnamese from "../locales/vi.json";
import { type Present, reportDaily, reportOf } from "../presence/daily_report.ts";
import { DEFAULTS, type Settings } from "../settings/settings.ts";
import { MemoryShelf } from "../testing/memory_shelf.ts";
import { textsIn } from "../texts.ts";
import { look } from "./look.ts";
import { checkPlan, duePlan, NOTHING_TOLD, newMailPlan } from "./plan.ts";
import { noticeWords } from "./words.ts";

const BOX = "vanthu@so.example";
const OTHER_BOX = "motcua@so.example";
const LETTER = { id: "1", referenceCode: "TDT.H55.1", mailbox: BOX, messageId: "a@b" };
const MORNING = new Date("2026-11-27T00:50:00Z"); // 07:50 on a Friday

function box(state: string): BoxChecks {
	const from = "2026-11-27T00:30:00Z"; // 07:30
	const to = "2026-11-27T01:15:00Z"; // 08:15
	return { mailbox: BOX, windows: [{ name: "start", from, to, state, selfDeclared: false, proofs: [] }] } as BoxChecks;
}

describe("new mail", () => {
	it("is told once for a letter, several together", () => {
		const first = newMailPlan([LETTER, { ...LETTER, id: "2", referenceCode: "TDT.H55.2" }], NOTHING_TOLD);
		const second = newMailPlan([LETTER, { ...LETTER, id: "3" }], first.told);

		expect(first.notices).toMatchObject([{ id: "new:1", count: 2, codes: ["TDT.H55.1", "TDT.H55.2"], letter: "" }]);
		expect(second.notices).toMatchObject([{ id: "new:3", count: 1, letter: "a@b" }]);
		expect(newMailPlan([LETTER], second.told).notices).toEqual([]);
	});
});

describe("the reminder of a check", () => {
	it("comes when the window is nearly over and nothing was seen, once", () => {
		const early = checkPlan([box("RUNNING")], NOTHING_TOLD, new Date("2026-11-27T01:00:00Z"));
		const near = checkPlan([box("RUNNING")], early.told, new Date("2026-11-27T01:05:00Z"));

		expect(early.notices).toEqual([]);
		expect(near.notices).toMatchObject([{ kind: "check", from: "07:30", to: "08:15" }]);
		expect(checkPlan([box("RUNNING")], near.told, new Date("2026-11-27T01:10:00Z")).notices).toEqual([]);
		expect(checkPlan([box("RUNNING")], NOTHING_TOLD, new Date("2026-11-27T01:15:00Z")).notices).toEqual([]);
	});

	it.each(["KEPT", "MISSED", "AHEAD", "NO_DUTY", "UNSEEN"])("does not come for one that is %s", (state) => {
		expect(checkPlan([box(state)], NOTHING_TOLD, new Date("2026-11-27T01:10:00Z")).notices).toEqual([]);
	});
});

describe("letters due", () => {
	it("are told once a morning, and not where there are none", () => {
		const told = duePlan({ count: 3, overdue: 1 }, NOTHING_TOLD, MORNING);

		expect(told.notices).toMatchObject([{ id: "due:2026-11-27", count: 3, overdue: 1 }]);
		expect(duePlan({ count: 3, overdue: 1 }, told.told, MORNING).notices).toEqual([]);
		expect(duePlan({ count: 0, overdue: 0 }, NOTHING_TOLD, MORNING).notices).toEqual([]);
		expect(duePlan({ count: 1, overdue: 0 }, NOTHING_TOLD, new Date("2026-11-27T05:00:00Z")).notices).toEqual([]);
		expect(duePlan({ count: 1, overdue: 0 }, told.told, new Date("2026-11-28T00:50:00Z")).notices.length).toBe(1);
	});
});

describe("a notice in words", () => {
	const texts = textsIn("vi", vietnamese);
	const [notice] = newMailPlan([LETTER, { ...LETTER, id: "2" }], NOTHING_TOLD).notices;
	if (notice === undefined) throw new Error("no notice");

	it("says how many, and nothing of the letters", () => {
		expect(noticeWords(texts, notice, DEFAULTS)).toEqual({
			title: "Hộp thư cơ quan có 2 thư mới",
			message: "Bấm để mở webmail.",
		});
	});

	it("says codes where that was chosen", () => {
		const settings = { ...DEFAULTS, notice_details: true };

		expect(noticeWords(texts, notice, settings).message).toBe("Mã thư: TDT.H55.1, TDT.H55.1. Bấm để mở webmail.");
		expect(noticeWords(textsIn("en", english), notice, settings).title).toBe("Agency mailbox: 2 new");
	});
});

/** A backend that answers from `answers`, and remembers what it was asked. */
function backend(answers: Readonly<Record<string, unknown>>) {
	const asked: (readonly [string, unknown])[] = [];
	const asks: Asks = {
		async ask<Result, Variables>({ id }: { readonly id: string }, variables: Variables): Promise<Result> {
			asked.push([id, variables]);
			return answers[id] as Result;
		},
	};
	return { asks, asked };
}

describe("a look at what is new", () => {
	const news = { __typename: "AgencyNews", asOf: "2026-11-27T00:50:00Z", dueToday: 2, overdue: [], new: [LETTER] };
	const answers = {
		[AgencyNewsOperation.id]: { agencyNews: { ...news, new: [LETTER, { ...LETTER, id: "9", mailbox: OTHER_BOX }] } },
		[MailboxChecksOperation.id]: { mailboxChecks: { __typename: "MailboxChecks", boxes: [box("RUNNING")] } },
		[DueLettersOperation.id]: {
			dueLetters: { __typename: "Letters", letters: [{ overdue: true }, { overdue: false }] },
		},
	};
	const settings: Settings = { ...DEFAULTS, agency_box: BOX };

	it("tells of the followed box, of letters due, and asks next from where it ended", async () => {
		const { asks, asked } = backend(answers);
		const shelf = new MemoryShelf();

		const first = await look(asks, "H55.1", settings, shelf, MORNING);
		const second = await look(asks, "H55.1", settings, shelf, MORNING);

		expect(first.due).toBe(2);
		expect(first.notices).toMatchObject([
			{ kind: "new_mail", count: 1 },
			{ kind: "due", count: 2, overdue: 1 },
		]);
		expect(second.notices).toEqual([]);
		const news = asked.filter(([id]) => id === AgencyNewsOperation.id).map(([, variables]) => variables);
		expect(news).toEqual([
			{ agency: "H55.1", since: null },
			{ agency: "H55.1", since: "2026-11-27T00:50:00Z" },
		]);
	});

	it("asks nothing in quiet hours", async () => {
		const { asks, asked } = backend(answers);
		const evening = new Date("2026-11-27T12:00:00Z"); // 19:00

		expect(await look(asks, "H55.1", settings, new MemoryShelf(), evening)).toEqual({ notices: [], due: null });
		expect(asked).toEqual([]);
	});

	it("tells nothing that was switched off, nor of letters due on a day off", async () => {
		const off = { ...settings, notify_new_mail: false, notify_checks: false, notify_due: false };
		const dayOff = {
			...answers,
			[MailboxChecksOperation.id]: { mailboxChecks: { __typename: "MailboxChecks", boxes: [box("NO_DUTY")] } },
		};

		expect((await look(backend(answers).asks, "H55.1", off, new MemoryShelf(), MORNING)).notices).toEqual([]);
		expect((await look(backend(dayOff).asks, "H55.1", settings, new MemoryShelf(), MORNING)).notices).toMatchObject([
			{ kind: "new_mail" },
		]);
	});
});

describe("the daily report", () => {
	const present: Present = {
		version: "0.1.0",
		browser: "CHROME",
		isManaged: true,
		bundle: null,
		seen: [
			{ host: "sogo", guard: "extension", unseen: ["send_button"], day: "2026-11-27" },
			{ host: "roundcube", guard: "plugin", unseen: [], day: "2026-11-27" },
			{ host: "generic", guard: "extension", unseen: [], day: "2026-11-20" },
		],
	};

	it("says which kinds of webmail the extension itself guarded since the last one, and no address", () => {
		expect(reportOf(present, "d", "2026-11-26")).toEqual({
			device: "d",
			gate: "EXTENSION",
			version: "0.1.0",
			browser: "CHROME",
			managed: true,
			bundle: "",
			bundleIssuedOn: null,
			hosts: [{ host: "SOGO", missing: ["send_button"] }],
		});
	});

	it("goes out once a day, by the same device", async () => {
		const { asks, asked } = backend({ [ReportProtectionOperation.id]: {} });
		const shelf = new MemoryShelf();
		const report = (now: string) => reportDaily(asks, shelf, async () => present, new Date(now));

		await report("2026-11-27T00:50:00Z");
		await report("2026-11-27T09:50:00Z");
		await report("2026-11-28T00:50:00Z");

		const devices = asked.map(([, variables]) => (variables as { report: { device: string } }).report.device);
		expect(devices.length).toBe(2);
		expect(new Set(devices).size).toBe(1);
		expect(devices[0]).toMatch(/^[\w-]{43}$/u);
	});
});
