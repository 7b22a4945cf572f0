// @vitest-environment happy-dom
import { beforeEach, expect, it } from "vitest";
import type { Asks } from "./backend.ts";
import { ProtectionReport, type Standing } from "./protection_report.ts";

const STANDING: Standing = {
	gate: "PLUGIN",
	version: "1.2.0",
	browser: "FIREFOX",
	managed: false,
	bundle: "2026.11.3",
	bundleIssuedOn: "2026-11-03",
	hosts: [{ host: "ROUNDCUBE", missing: [] }],
};
const MORNING = new Date("2026-11-27T01:00:00Z");

let sent: Record<string, unknown>[];
let away: boolean;

const backend: Asks = {
	ask: async (_operation, variables) => {
		if (away) throw new Error("away");
		sent.push((variables as unknown as { report: Record<string, unknown> }).report);
		return { reportProtection: { __typename: "ProtectionReported", agency: { code: "H55" } } } as never;
	},
};

beforeEach(() => {
	localStorage.clear();
	sent = [];
	away = false;
});

function report(login = "an@thainguyen.gov.vn"): ProtectionReport {
	return new ProtectionReport(localStorage, login);
}

it("is due once a day, for each log-in", async () => {
	expect(report().isDue(MORNING)).toBe(true);
	await report().tell(backend, STANDING, MORNING);
	expect(report().isDue(new Date("2026-11-27T23:59:00Z"))).toBe(false);
	expect(report().isDue(new Date("2026-11-28T00:00:00Z"))).toBe(true);
	expect(report("ha@thainguyen.gov.vn").isDue(MORNING)).toBe(true);
});

it("stays due while the backend is away", async () => {
	away = true;
	await expect(report().tell(backend, STANDING, MORNING)).rejects.toThrow();
	expect(report().isDue(MORNING)).toBe(true);
});

it("names the browser by the same random characters each time, and nothing else", async () => {
	await report().tell(backend, STANDING, MORNING);
	await report().tell(backend, STANDING, MORNING);
	expect(sent[0]?.device).toMatch(/^[A-Za-z0-9_-]{24}$/u);
	expect(sent[1]).toEqual(sent[0]);
	expect(Object.keys(sent[0] ?? {}).sort()).toEqual([
		"browser",
		"bundle",
		"bundleIssuedOn",
		"device",
		"gate",
		"hosts",
		"managed",
		"version",
	]);
	localStorage.clear();
	await report().tell(backend, STANDING, MORNING);
	expect(sent[2]?.device).not.toBe(sent[0]?.device);
});
