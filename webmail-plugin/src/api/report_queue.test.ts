// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { VerdictReport } from "../core/index.ts";
import type { Asks } from "./backend.ts";
import { ReportQueue } from "./report_queue.ts";

const MARKED: VerdictReport = {
	fingerprint: null,
	action: "BLOCK",
	state: "marked",
	rules: ["secrecy.marking"],
	bundle: "2026.11.3",
	obligation: null,
	kind: null,
	elapsedMs: 12,
};
const CLEAN: VerdictReport = { ...MARKED, fingerprint: "f".repeat(22), action: "ALLOW", state: "none", rules: [] };

let received: (readonly VerdictReport[])[];
let away: boolean;

const backend: Asks = {
	ask: async (_operation, variables) => {
		if (away) throw new Error("away");
		received.push((variables as unknown as { reports: readonly VerdictReport[] }).reports);
		return { reportVerdicts: { __typename: "VerdictsReported", count: 1 } } as never;
	},
};

beforeEach(() => {
	vi.useFakeTimers({ now: 1_795_500_000_000 });
	localStorage.clear();
	received = [];
	away = false;
});

afterEach(() => vi.useRealTimers());

function queue(): ReportQueue {
	return new ReportQueue(localStorage, "sokhcn@thainguyen.gov.vn", backend);
}

describe("reports", () => {
	it("are delivered once, in order", async () => {
		queue().add([MARKED, CLEAN]);
		await queue().flush();
		await queue().flush();
		expect(received).toEqual([[MARKED, CLEAN]]);
		expect(queue().isEmpty).toBe(true);
	});

	it("stay while the backend is away, over pages", async () => {
		away = true;
		queue().add([CLEAN]);
		await expect(queue().flush()).rejects.toThrow();
		away = false;
		await queue().flush();
		expect(received).toEqual([[CLEAN]]);
	});

	it("are sent again when the page was left before the answer came", async () => {
		const left = new ReportQueue(localStorage, "sokhcn@thainguyen.gov.vn", { ask: () => new Promise(() => undefined) });
		left.add([CLEAN]);
		void left.flush();
		await queue().flush();
		expect(received).toEqual([]);
		vi.setSystemTime(1_795_500_000_000 + 61_000);
		await queue().flush();
		expect(received).toEqual([[CLEAN]]);
	});

	it("of one log-in are never sent for another", async () => {
		queue().add([CLEAN]);
		await new ReportQueue(localStorage, "sotaichinh@thainguyen.gov.vn", backend).flush();
		expect(received).toEqual([]);
	});

	it("do not grow without end", async () => {
		queue().add(Array.from({ length: 600 }, (_, index) => ({ ...CLEAN, elapsedMs: index })));
		await queue().flush();
		expect(received[0]).toHaveLength(500);
		expect(received[0]?.[0]?.elapsedMs).toBe(100);
	});

	it("hold nothing of a marked file but action, state, rules, bundle and time", () => {
		queue().add([MARKED]);
		const kept = JSON.parse(localStorage.getItem("congvu.reports.sokhcn@thainguyen.gov.vn") ?? "");
		expect(kept[0].report).toEqual(MARKED);
		expect(Object.keys(kept[0]).sort()).toEqual(["key", "report", "sentAt"]);
	});

	it("survive a storage that was written over", async () => {
		localStorage.setItem("congvu.reports.sokhcn@thainguyen.gov.vn", "{broken");
		queue().add([CLEAN]);
		await queue().flush();
		expect(received).toEqual([[CLEAN]]);
	});
});
