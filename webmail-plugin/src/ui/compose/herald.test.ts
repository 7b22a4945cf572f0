// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { MailRefusal } from "../../hosts/host.ts";
import { FakeDraft } from "../testing/fake_letter.ts";
import type { ComposeGuard } from "./compose_guard.ts";
import type { FileEntry } from "./file_entry.ts";
import { Herald, type HeraldParts, type PanelVoice } from "./herald.ts";

const ENTRY = { id: "chosen-1", name: "a.docx" } as FileEntry;
const REFUSAL: MailRefusal = { kind: "marked", link: "", reference: "ABC" };

let draft: FakeDraft;
let state: {
	isScanning: boolean;
	entries: FileEntry[];
	gate: string;
	isExpired: boolean;
	refused: string | null;
	problem: object | null;
	unseen: string[];
};
let strangers: string[];
let said: string[];
let brought: number;
let settled: number;
let unloaded: number;
let fails: boolean;
let herald: Herald;

const panel: PanelVoice = {
	note: () => "Chờ xác nhận",
	show: () => void said.push("shown"),
	stopped: (what, pending) => void said.push(`${what} ${pending}`),
	confirm: async (entries) => void said.push(`confirm ${entries.length}`),
	refused: ({ reference }) => void said.push(reference),
};

beforeEach(() => {
	vi.useFakeTimers();
	draft = new FakeDraft();
	state = {
		isScanning: false,
		entries: [],
		gate: "unasked",
		isExpired: false,
		refused: null,
		problem: null,
		unseen: [],
	};
	strangers = [];
	said = [];
	[brought, settled, unloaded] = [0, 0, 0];
	fails = false;
	const parts = {
		draft,
		files: state,
		gate: {
			get state() {
				return state.gate;
			},
			get refused() {
				return state.refused;
			},
			get isExpired() {
				return state.isExpired;
			},
		},
		connection: {
			get problem() {
				return state.problem;
			},
		},
		unloaded: () => void unloaded++,
		unseen: () => state.unseen,
	};
	herald = new Herald(parts as unknown as HeraldParts, "Đang kiểm tra", async () => {
		brought++;
		if (fails) throw new TypeError("Failed to fetch");
		return panel;
	});
	const doubts = { areAny: () => strangers.length > 0 };
	herald.serve({ trouble: null, doubts, settle: () => void settled++ } as unknown as ComposeGuard);
});

afterEach(() => vi.useRealTimers());

const quiet = () => vi.advanceTimersByTimeAsync(1);

describe("while a letter is written about which there is nothing to say", () => {
	it("no panel is loaded", async () => {
		draft.text = ["Kính gửi Sở Tài chính"];
		herald.show();
		await quiet();
		expect(brought).toBe(0);
	});

	it("a body that cannot be read is no reason either", async () => {
		draft.bodyLines = () => {
			throw new Error("encrypted");
		};
		herald.show();
		await quiet();
		expect(brought).toBe(0);
	});
});

describe("the panel is loaded, once, when", () => {
	it.each<[string, () => void]>([
		["a file is looked at", () => Object.assign(state, { isScanning: true })],
		["a file stands in the letter", () => state.entries.push(ENTRY)],
		["something of the page cannot be looked after", () => state.unseen.push("nút Gửi")],
		["the webmail has no rules", () => Object.assign(state, { gate: "missing" })],
		["newer rules were refused", () => Object.assign(state, { refused: "older" })],
		["the rules have expired", () => Object.assign(state, { isExpired: true })],
		["the backend is away", () => Object.assign(state, { problem: {} })],
		["an address gives reason to look again", () => strangers.push("hoaian@mail.example")],
		["the body may be in an old charset", () => draft.text.push("KÝnh göi: Së Tµi chÝnh")],
	])("%s", async (_, happens) => {
		happens();
		herald.show();
		herald.show();
		await quiet();
		expect([brought, settled]).toEqual([1, 1]);
		herald.show();
		expect(said).toEqual(["shown"]);
	});

	it("something was stopped, and then says so", async () => {
		herald.stopped("draft", false);
		await quiet();
		expect(said).toEqual(["draft false"]);
	});

	it("the mail server did not take the letter", async () => {
		draft.refuse(REFUSAL);
		await quiet();
		expect(said).toEqual(["ABC"]);
	});

	it("somebody has to confirm", async () => {
		await herald.confirm([ENTRY]);
		expect(said).toEqual(["confirm 1"]);
	});
});

it("a file says that it is looked at until there is a panel to say more", async () => {
	expect(herald.note(ENTRY, "declare")).toBe("Đang kiểm tra");
	herald.stopped("draft", true);
	await quiet();
	expect(herald.note(ENTRY, "declare")).toBe("Chờ xác nhận");
});

describe("a panel that cannot be loaded", () => {
	beforeEach(() => {
		fails = true;
		state.entries.push(ENTRY);
	});

	it("is said once and tried again after a while, not with every letter typed", async () => {
		herald.show();
		await quiet();
		herald.show();
		await quiet();
		expect([brought, unloaded]).toEqual([1, 1]);
		fails = false;
		await vi.advanceTimersByTimeAsync(15_001);
		herald.show();
		await quiet();
		expect(brought).toBe(2);
	});

	it("confirms nothing", async () => {
		await expect(herald.confirm([ENTRY])).rejects.toThrow("Failed to fetch");
	});

	it("is called again by what is stopped next", async () => {
		herald.stopped("send", false);
		await quiet();
		fails = false;
		herald.stopped("send", false);
		await quiet();
		expect(said).toEqual(["send false"]);
	});
});
