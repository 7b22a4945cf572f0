import { ed25519 } from "@noble/curves/ed25519.js";
import { beforeEach, describe, expect, it } from "vitest";
import {
	type Bundle,
	type BundleRefusal,
	bundleForAgency,
	Engine,
	openBundle,
	type TrustedKey,
} from "../../core/index.ts";
import { finding, signedBundle, TRUSTED } from "../testing/findings.ts";
import { RuleGate } from "./rule_gate.ts";

let served: (retry: boolean) => Promise<string | null>;
let asked: boolean[];
let loaded: string[];
let starts: number;
let meansFail: boolean;
let refusedThere: BundleRefusal | null;

beforeEach(() => {
	asked = [];
	loaded = [];
	starts = 0;
	meansFail = false;
	refusedThere = null;
	served = async () => signedBundle();
});

function gate(trusted: readonly TrustedKey[] = [TRUSTED]): RuleGate {
	const server = {
		bundle: (retry: boolean) => {
			asked.push(retry);
			return served(retry);
		},
		token: async () => "jwt",
		get refused() {
			return refusedThere;
		},
	};
	const scanner = {
		load: ({ version }: Bundle) => void loaded.push(version),
		start: () => void starts++,
		judge: async () => finding(),
	};
	const engineOf = (bundle: Bundle) => new Engine(bundle);
	return new RuleGate(server, trusted, async () => {
		if (meansFail) throw new TypeError("Failed to fetch dynamically imported module");
		return { openBundle, bundleForAgency, engineOf, scanner };
	});
}

describe("the rules in force on a page", () => {
	it("are those the webmail serves, when a configured key signed them", async () => {
		const rules = gate();
		expect(rules.state).toBe("unasked");
		await rules.load(false);
		expect([rules.state, rules.bundle?.version, rules.isExpired]).toEqual(["ready", "2026.11.3", false]);
		expect(loaded).toEqual(["2026.11.3"]);
	});

	const stranger = Buffer.from(ed25519.getPublicKey(new Uint8Array(32))).toString("base64url");
	it.each<[string, () => Promise<string | null>]>([
		["the webmail has none", async () => null],
		["the webmail does not answer", () => Promise.reject(new TypeError("Failed to fetch"))],
		["the answer takes too long", () => Promise.reject(new DOMException("", "TimeoutError"))],
		["what came is no bundle", async () => "<html>"],
	])("are missing when %s", async (_, answer) => {
		served = answer;
		const rules = gate();
		await rules.load(false);
		expect(rules.state).toBe("missing");
		expect(await rules.judgeFile(new File(["x"], "a"))).toBeNull();
		expect(rules.judgeText(["TỐI MẬT"], "body.text")).toBeNull();
	});

	it("are missing when a stranger signed them", async () => {
		const rules = gate([{ kty: "OKP", crv: "Ed25519", x: stranger }]);
		await rules.load(false);
		expect(rules.state).toBe("missing");
	});

	it("stay when the webmail can give none any more, or an older set", async () => {
		const rules = gate();
		await rules.load(false);
		served = async () => signedBundle({ version: "2026.11.2" });
		await rules.load(false);
		served = () => Promise.reject(new TypeError());
		await rules.load(false);
		expect([rules.state, rules.bundle?.version]).toEqual(["ready", "2026.11.3"]);
	});

	it.each<[BundleRefusal, () => string]>([
		["older", () => signedBundle({ version: "2026.11.2" })],
		["foreign", () => `${signedBundle({ version: "2026.12.1" }).slice(0, -86)}${"A".repeat(86)}`],
		["malformed", () => "<html>"],
	])("stay when what comes is %s, which is said until a good set comes", async (refusal, offered) => {
		const rules = gate();
		await rules.load(false);
		expect(rules.refused).toBeNull();
		served = async () => offered();
		await rules.load(false);
		expect([rules.state, rules.bundle?.version, rules.refused]).toEqual(["ready", "2026.11.3", refusal]);
		served = async () => signedBundle({ version: "2026.12.1" });
		await rules.load(false);
		expect([rules.bundle?.version, rules.refused]).toEqual(["2026.12.1", null]);
	});

	it("are said to have been refused where the webmail refused them", async () => {
		refusedThere = "single";
		const rules = gate();
		await rules.load(false);
		expect([rules.state, rules.refused]).toEqual(["ready", "single"]);
	});

	it("are replaced by a newer set, and left alone by the same", async () => {
		const rules = gate();
		await rules.load(false);
		await rules.load(false);
		served = async () => signedBundle({ version: "2026.11.10" });
		await rules.load(true);
		expect(loaded).toEqual(["2026.11.3", "2026.11.10"]);
		expect(asked).toEqual([false, false, true]);
	});

	it("are asked for once by all who wait", async () => {
		const rules = gate();
		const judged = await Promise.all([rules.judgeFile(new File(["x"], "a")), rules.judgeFile(new File(["y"], "b"))]);
		expect(judged.every((found) => found !== null)).toBe(true);
		expect(asked).toEqual([false]);
	});
});

it("let the scanner start with the first file, not before, and while they are still loading", async () => {
	const rules = gate();
	await rules.load(false);
	expect(starts).toBe(0);
	await rules.judgeFile(new File(["x"], "a"));
	expect(starts).toBe(1);
	let serve: (jws: string) => void = () => undefined;
	served = () => new Promise((resolve) => (serve = resolve));
	const early = gate();
	const judging = early.judgeFile(new File(["x"], "a"));
	await new Promise((resolve) => setTimeout(resolve));
	expect([early.state, starts]).toEqual(["loading", 2]);
	serve(signedBundle());
	expect(await judging).not.toBeNull();
});

describe("what judges, when it cannot be loaded,", () => {
	it("is not taken for a webmail without rules: words are not let pass for want of it, nor is a file", async () => {
		meansFail = true;
		const rules = gate();
		await expect(rules.load(false)).rejects.toThrow("Failed to fetch");
		expect(rules.state).toBe("unasked");
		expect(() => rules.judgeText(["thư"], "body.text")).toThrow("not asked for");
		await expect(rules.judgeFile(new File(["x"], "a"))).rejects.toThrow("Failed to fetch");
	});

	it("is loaded when it is asked for again", async () => {
		meansFail = true;
		const rules = gate();
		await expect(rules.load(false)).rejects.toThrow("Failed to fetch");
		meansFail = false;
		await rules.load(false);
		expect(rules.judgeText(["TỐI MẬT"], "body.text")?.secrecy).toBe("marked");
	});
});

it("words are not judged before there are rules, or none are known to be had", () => {
	expect(() => gate().judgeText(["thư"], "body.text")).toThrow("not asked for");
});
