// @vitest-environment happy-dom
import { beforeEach, expect, it } from "vitest";
import type { Asks } from "./backend.ts";
import { ShadowTally } from "./shadow_tally.ts";

const BLOCK = { bundle: "2026.11.4", rule: "secrecy.new", outcome: "would_block" } as const;
const SAME = { bundle: "2026.11.4", rule: "*", outcome: "same" } as const;

let sent: unknown[];
let isAway: boolean;
const backend = {
	ask: async (_: unknown, variables: { counts: unknown[] }) => {
		if (isAway) throw new TypeError("Failed to fetch");
		sent.push(variables.counts);
		return {};
	},
} as unknown as Asks;

beforeEach(() => {
	localStorage.clear();
	sent = [];
	isAway = false;
});

it("sums up papers of one outcome and sends them once, with no name and nothing of a paper", async () => {
	const tally = new ShadowTally(localStorage, "sokhcn@thainguyen.gov.vn", backend);
	tally.add([BLOCK, SAME]);
	tally.add([SAME]);
	await tally.flush();
	await tally.flush();
	expect(sent).toEqual([
		[
			{ bundle: "2026.11.4", rule: "secrecy.new", outcome: "WOULD_BLOCK", papers: 1 },
			{ bundle: "2026.11.4", rule: "*", outcome: "SAME", papers: 2 },
		],
	]);
});

it("keeps what the backend did not take, over a reload of the page too", async () => {
	isAway = true;
	const tally = new ShadowTally(localStorage, "sokhcn@thainguyen.gov.vn", backend);
	tally.add([SAME]);
	await expect(tally.flush()).rejects.toThrow("Failed to fetch");
	isAway = false;
	await new ShadowTally(localStorage, "sokhcn@thainguyen.gov.vn", backend).flush();
	expect(sent).toEqual([[{ bundle: "2026.11.4", rule: "*", outcome: "SAME", papers: 1 }]]);
});
