import { describe, expect, it } from "vitest";
import { ReportVerdictsOperation } from "../../../webmail-plugin/src/api/generated.ts";
import type { Bundle } from "../../../webmail-plugin/src/core/index.ts";
import { pastVerdicts, rememberVerdicts } from "../checks/verdict_memory.ts";
import { GuardingRecord } from "../presence/guarding.ts";
import { tabState } from "../presence/tab_state.ts";
import { settingsFrom } from "../settings/stored.ts";
import { MemoryShelf } from "../testing/memory_shelf.ts";
import { type Found, problems } from "./problems.ts";

const NOW = new Date("2026-11-27T01:00:00Z");
const HOSTS = ["https://mail.example/*"];
const READY: Found = {
	stored: settingsFrom({ backend_url: "https://congvu.example", hosts: HOSTS }, {}),
	kept: { written: "x", refused: null },
	bundle: { expires_at: "2026-12-27T00:00:00Z" } as Bundle,
	blockedHosts: [],
	backend: null,
};

function keys(found: Partial<Found>): readonly string[] {
	return problems({ ...READY, ...found }, NOW).map(({ key }) => key);
}

describe("what is told as a problem", () => {
	it("is nothing where all is well", () => {
		expect(keys({})).toEqual([]);
	});

	it("is first what keeps files from being checked", () => {
		expect(keys({ stored: settingsFrom({}, {}) })).toEqual(["problem.not_set_up"]);
		expect(keys({ bundle: null, kept: null, blockedHosts: HOSTS, backend: "away" })).toEqual([
			"problem.no_permission",
			"problem.no_rules",
			"problem.away",
		]);
	});

	it("names a setting that means nothing", () => {
		const stored = settingsFrom({ backend_url: "https://congvu.example", hosts: HOSTS, language: "fr" }, {});

		expect(problems({ ...READY, stored }, NOW)).toEqual([{ key: "problem.invalid", values: { name: "language" } }]);
	});

	it("tells expired rules from refused ones", () => {
		expect(keys({ bundle: { expires_at: "2026-11-27T01:00:00Z" } as Bundle })).toEqual(["problem.rules_expired"]);
		expect(keys({ kept: { written: "x", refused: "foreign" } })).toEqual(["problem.rules_refused"]);
	});
});

describe("the guard of a tab", () => {
	it("is what its page said last, and nothing where the page is not listed", async () => {
		const record = new GuardingRecord(new MemoryShelf(), new MemoryShelf());
		await record.note(3, { host: "roundcube", guard: "plugin", unseen: [] }, NOW);
		await record.note(4, { host: "sogo", guard: "extension", unseen: ["send_button"] }, NOW);
		await record.forgetTab(4);

		expect(tabState("https://mail.example/x", HOSTS, await record.ofTab(3))).toBe("plugin");
		expect(tabState("https://mail.example/x", HOSTS, await record.ofTab(4))).toBe("not_running");
		expect(tabState("https://news.example/x", HOSTS, await record.ofTab(3))).toBe("not_listed");
		expect(tabState(undefined, HOSTS, null)).toBe("not_listed");
		expect(await record.seen()).toEqual([
			{ host: "roundcube", guard: "plugin", unseen: [], day: "2026-11-27" },
			{ host: "sogo", guard: "extension", unseen: ["send_button"], day: "2026-11-27" },
		]);
	});
});

describe("the memory of verdicts", () => {
	it("keeps of a report when, what was done, and whether it was marked; ten at most, the latest first", async () => {
		const shelf = new MemoryShelf();
		const clean = { action: "ALLOW", state: "none", fingerprint: "abc", kind: "CV", rules: [] };
		const marked = { action: "BLOCK", state: "marked", fingerprint: null, kind: null, rules: ["secrecy.marking"] };

		await rememberVerdicts(shelf, ReportVerdictsOperation.id, { reports: [clean, marked] }, 5);
		await rememberVerdicts(shelf, "another", { reports: [clean] }, 6);
		expect(await pastVerdicts(shelf)).toEqual([
			{ at: 5, action: "BLOCK", marked: true },
			{ at: 5, action: "ALLOW", marked: false },
		]);

		await rememberVerdicts(shelf, ReportVerdictsOperation.id, { reports: Array(12).fill(clean) }, 7);
		expect((await pastVerdicts(shelf)).length).toBe(10);
	});
});
