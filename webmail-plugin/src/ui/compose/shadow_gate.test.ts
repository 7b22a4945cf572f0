// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from "vitest";
import { type Bundle, bundleForAgency, Engine, openBundle, type ShadowCount } from "../../core/index.ts";
import { finding, RULES, signedBundle, signedCandidate, TRUSTED } from "../testing/findings.ts";
import { RuleGate } from "./rule_gate.ts";
import { ShadowGate } from "./shadow_gate.ts";
import { shadowMeans } from "./shadow_means.ts";

const [MARKING] = RULES;
const NEW = { ...MARKING, id: "secrecy.new", match: { kind: "line", phrases: ["LƯU"] } };

let proposal: () => Promise<string | null>;
let counted: ShadowCount[];
let loaded: [live: string, candidate: string | null][];
let hear: (counts: readonly ShadowCount[]) => void;

beforeEach(() => {
	localStorage.clear();
	proposal = async () => signedCandidate({ rules: [MARKING, NEW] });
	counted = [];
	loaded = [];
});

function page(): RuleGate {
	const shadow = new ShadowGate(
		[TRUSTED],
		() => proposal(),
		async () => null,
		(counts) => void counted.push(...counts),
		localStorage,
	);
	const scanner = {
		load: (live: Bundle, candidate: Bundle | null = null) => {
			loaded.push([live.version, candidate?.version ?? null]);
		},
		start: () => undefined,
		judge: async () => finding(),
		onCounted: (listener: typeof hear) => {
			hear = listener;
		},
	};
	const server = { bundle: async () => signedBundle(), token: async () => "jwt", refused: null };
	const engineOf = (bundle: Bundle) => new Engine(bundle);
	const means = { openBundle, bundleForAgency, engineOf, scanner, shadow: shadowMeans(scanner) };
	return new RuleGate(server, [TRUSTED], async () => means, undefined, shadow);
}

async function opened(): Promise<RuleGate> {
	const gate = page();
	await gate.load(false);
	await new Promise((resolve) => setTimeout(resolve));
	return gate;
}

describe("a proposal in shadow", () => {
	it("is given to the scanner beside the live rules, and the words of a letter are counted by both", async () => {
		const gate = await opened();
		expect(loaded.at(-1)).toEqual(["2026.11.3", "2026.11.4"]);
		gate.countInShadow(["LƯU"], "Báo cáo");
		expect(counted).toEqual([
			{ bundle: "2026.11.4", rule: "*", outcome: "would_block" },
			{ bundle: "2026.11.4", rule: "secrecy.new", outcome: "would_block" },
		]);
	});

	it("changes no verdict: what it would stop goes, and what it would let go is stopped", async () => {
		proposal = async () => signedCandidate({ rules: [NEW] });
		const gate = await opened();
		expect(gate.judgeText(["LƯU"], "body.text")?.secrecy).toBe("none");
		expect(gate.judgeText(["TỐI MẬT"], "body.text")?.secrecy).toBe("marked");
		expect(gate.bundle?.version).toBe("2026.11.3");
	});

	it("hands on what the scanner counted of files", async () => {
		await opened();
		hear([{ bundle: "2026.11.4", rule: "*", outcome: "same" }]);
		expect(counted).toEqual([{ bundle: "2026.11.4", rule: "*", outcome: "same" }]);
	});

	it.each<[string, () => Promise<string | null>]>([
		["the backend has none", async () => null],
		["the backend is away", () => Promise.reject(new TypeError("Failed to fetch"))],
		["what came is a bundle, not a proposal", async () => signedBundle({ version: "2026.11.4" })],
		["it is no newer than what is in force", async () => signedCandidate({ version: "2026.11.3" })],
		["it is none at all", async () => "<html>"],
		["a stage in it is unknown", async () => signedCandidate({ rules: [{ ...NEW, stages: [{ stage: "off" }] }] })],
		["it cannot be compiled", async () => signedCandidate({ rules: [{ ...NEW, match: { kind: "spell" } }] })],
	])("is none when %s: the live rules judge alone", async (_, answer) => {
		proposal = answer;
		const gate = await opened();
		expect(gate.state).toBe("ready");
		expect(gate.judgeText(["TỐI MẬT"], "body.text")?.secrecy).toBe("marked");
		gate.countInShadow(["LƯU"], "");
		expect(counted).toEqual([]);
	});

	it("runs from the first file on where an earlier page had it, before the backend has answered", async () => {
		await opened();
		proposal = () => new Promise(() => undefined);
		await page().load(false);
		expect(loaded.at(-1)).toEqual(["2026.11.3", "2026.11.4"]);
	});

	it("ends when the backend has it no longer", async () => {
		const gate = await opened();
		proposal = async () => null;
		await gate.load(false);
		await new Promise((resolve) => setTimeout(resolve));
		expect(loaded.at(-1)).toEqual(["2026.11.3", null]);
		gate.countInShadow(["LƯU"], "");
		expect(counted).toEqual([]);
	});
});
