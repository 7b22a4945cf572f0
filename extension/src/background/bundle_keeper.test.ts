import { beforeEach, describe, expect, it } from "vitest";
import { signedBundle, TRUSTED } from "../../../webmail-plugin/src/ui/testing/findings.ts";
import { MemoryShelf } from "../testing/memory_shelf.ts";
import { BundleKeeper, type Trust } from "./bundle_keeper.ts";

const TRUST: Trust = { backend_url: "https://congvu.example", trusted_keys: [TRUSTED], rule_approvals: 1 };
const STRANGER = { kty: "OKP", crv: "Ed25519", x: "A".repeat(43) } as const;

let shelf: MemoryShelf;
let now: number;
let asked: Headers[];
let answer: () => Response | Promise<Response>;

function keeper(): BundleKeeper {
	const fetching = async (_: unknown, init?: RequestInit) => {
		asked.push(new Headers(init?.headers));
		return answer();
	};
	return new BundleKeeper(shelf, fetching as typeof fetch, () => now);
}

beforeEach(() => {
	shelf = new MemoryShelf();
	now = Date.parse("2026-11-05T02:00:00Z");
	asked = [];
	answer = () => new Response(signedBundle(), { headers: { ETag: '"3"' } });
});

describe("the set of rules that is kept", () => {
	it("is what the backend gave, and is not asked for again within a minute", async () => {
		expect(await keeper().bundle(TRUST, false)).toEqual({ written: signedBundle(), refused: null });
		now += 59_000;
		expect(await keeper().bundle(TRUST, false)).toEqual({ written: signedBundle(), refused: null });
		expect(asked.length).toBe(1);
	});

	it("is asked about by its ETag, and stays when nothing changed", async () => {
		await keeper().bundle(TRUST, false);
		now += 60_000;
		answer = () => new Response(null, { status: 304 });
		expect(await keeper().bundle(TRUST, false)).toEqual({ written: signedBundle(), refused: null });
		expect(asked[1]?.get("if-none-match")).toBe('"3"');
	});

	it("stays while the backend is away, and the backend is asked ever more rarely", async () => {
		await keeper().bundle(TRUST, false);
		answer = () => Promise.reject(new TypeError("Failed to fetch"));
		for (const minutes of [1, 1, 2, 4]) {
			now += minutes * 60_000;
			expect((await keeper().bundle(TRUST, false)).written).toBe(signedBundle());
		}
		expect(asked.length).toBe(5);
		now += 60_000;
		await keeper().bundle(TRUST, false);
		expect(asked.length).toBe(5);
		await keeper().bundle(TRUST, true);
		expect(asked.length).toBe(6);
	});

	it("is not replaced by an older one, and the refusal is told", async () => {
		await keeper().bundle(TRUST, false);
		answer = () => new Response(signedBundle({ version: "2026.11.2" }));
		expect(await keeper().bundle(TRUST, true)).toEqual({ written: signedBundle(), refused: "older" });
	});

	it("is none at all when a key made it that nobody trusts", async () => {
		const stranger = { ...TRUST, trusted_keys: [STRANGER] };
		expect(await keeper().bundle(stranger, false)).toEqual({ written: null, refused: "foreign" });
	});

	it("holds no longer once its key is trusted no longer", async () => {
		await keeper().bundle(TRUST, false);
		answer = () => new Response(null, { status: 503 });
		expect((await keeper().bundle({ ...TRUST, trusted_keys: [STRANGER] }, true)).written).toBeNull();
	});

	it("is asked for once when several pages ask at once", async () => {
		const shared = keeper();
		await Promise.all([shared.bundle(TRUST, false), shared.bundle(TRUST, false)]);
		expect(asked.length).toBe(1);
	});
});
