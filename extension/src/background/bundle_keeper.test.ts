import { ed25519 } from "@noble/curves/ed25519.js";
import { describe, expect, it } from "vitest";
import { toBase64Url } from "../../../webmail-plugin/src/core/base64url.ts";
import { thumbprint } from "../../../webmail-plugin/src/core/jws.ts";
import { DEFAULTS, type Settings } from "../settings/settings.ts";
import { MemoryShelf } from "../testing/memory_shelf.ts";
import { BundleKeeper } from "./bundle_keeper.ts";

const SECRET = new Uint8Array(32).fill(7);
const KEY = { kty: "OKP", crv: "Ed25519", x: toBase64Url(ed25519.getPublicKey(SECRET)) } as const;
const OTHER = { ...KEY, x: toBase64Url(ed25519.getPublicKey(new Uint8Array(32).fill(8))) };
const SETTINGS: Settings = { ...DEFAULTS, backend_url: "https://congvu.example", trusted_keys: [KEY] };
const MINUTE = 60_000;

function bundle(version: string): string {
	const payload = {
		format: 1,
		version,
		issued_at: "2026-11-27T00:00:00Z",
		expires_at: "2026-12-27T00:00:00Z",
		province: { id: "p", name: "P", domains: ["example"] },
		fingerprint_keys: [{ id: "k", key: "A".repeat(43) }],
		limits: { depth: 5, members: 100, inflated_bytes: 1, ratio: 10, pages: 10, seconds: 10 },
		rules: [],
		kinds: [],
	};
	const part = (value: object) => toBase64Url(new TextEncoder().encode(JSON.stringify(value)));
	const message = `${part({ alg: "Ed25519", kid: thumbprint(KEY) })}.${part(payload)}`;
	return `${message}.${toBase64Url(ed25519.sign(new TextEncoder().encode(message), SECRET))}`;
}

/** A backend that serves what `now.served` holds; null: it is away. */
function keeper() {
	const now = { at: 0, served: null as string | null, asked: [] as (string | null)[] };
	const shelf = new MemoryShelf();
	const make = () =>
		new BundleKeeper(
			shelf,
			async (_url, init) => {
				const known = new Headers(init?.headers).get("If-None-Match");
				now.asked.push(known);
				if (now.served === null) throw new TypeError("no connection");
				const etag = `"${now.served.length}.${now.served.at(-1)}"`;
				if (known === etag) return new Response(null, { status: 304 });
				return new Response(now.served, { headers: { ETag: etag } });
			},
			() => now.at,
		);
	return { now, make, rules: make() };
}

describe("the rules a browser keeps", () => {
	it("are fetched once, and stay in force without a backend and over a restart", async () => {
		const { now, make, rules } = keeper();
		now.served = bundle("2026.11.1");

		expect(await rules.bundle(SETTINGS, false)).toEqual({ written: bundle("2026.11.1"), refused: null });
		now.served = null;
		now.at = 60 * MINUTE;
		expect(await make().bundle(SETTINGS, false)).toEqual({ written: bundle("2026.11.1"), refused: null });
		expect(now.asked.length).toBe(2);
	});

	it("are asked for every minute, after failures ever later, by hand at once, and together once", async () => {
		const { now, rules } = keeper();
		const askedAfter = async (minutes: number) => {
			now.at += minutes * MINUTE;
			await rules.bundle(SETTINGS, false);
			return now.asked.length;
		};

		await Promise.all([rules.bundle(SETTINGS, false), rules.bundle(SETTINGS, false)]);
		expect(await askedAfter(0.5)).toBe(1);
		expect(await askedAfter(0.5)).toBe(2);
		expect(await askedAfter(1)).toBe(2);
		now.served = bundle("2026.11.1");
		expect(await askedAfter(1)).toBe(3);
		expect(await askedAfter(0.9)).toBe(3);
		expect(await askedAfter(0.1)).toBe(4);
		await rules.bundle(SETTINGS, true);
		expect(now.asked.length).toBe(5);
		expect(now.asked.slice(-1)).not.toEqual([null]);
	});

	it("are replaced by newer ones only", async () => {
		const { now, rules } = keeper();
		now.served = bundle("2026.11.2");
		await rules.bundle(SETTINGS, true);

		now.served = bundle("2026.11.1");
		expect(await rules.bundle(SETTINGS, true)).toEqual({ written: bundle("2026.11.2"), refused: "older" });
		now.served = bundle("2026.11.10");
		expect(await rules.bundle(SETTINGS, true)).toEqual({ written: bundle("2026.11.10"), refused: null });
	});

	it("are never taken from whom nobody trusts", async () => {
		const { now, rules } = keeper();
		now.served = bundle("2026.11.1");

		expect(await rules.bundle({ ...SETTINGS, trusted_keys: [OTHER] }, true)).toEqual({
			written: null,
			refused: "foreign",
		});
		expect(await rules.bundle({ ...SETTINGS, trusted_keys: [] }, true)).toEqual({ written: null, refused: "foreign" });
		expect(await rules.bundle({ ...SETTINGS, rule_approvals: 2 }, true)).toEqual({ written: null, refused: "single" });
	});

	it("are in force no more once their key is not trusted", async () => {
		const { now, rules } = keeper();
		now.served = bundle("2026.11.1");
		await rules.bundle(SETTINGS, true);
		now.served = null;

		expect((await rules.bundle({ ...SETTINGS, trusted_keys: [OTHER] }, false)).written).toBe(null);
	});
});
