// @vitest-environment happy-dom
import { afterEach, expect, it, vi } from "vitest";
import { RoundcubeServer } from "./server.ts";
import { FakeRoundcube } from "./testing/fake_roundcube.ts";

afterEach(() => vi.unstubAllGlobals());

async function told(refused: string | null, status = 200) {
	const headers = { "content-type": "application/jose", ...(refused === null ? {} : { "congvu-refused": refused }) };
	vi.stubGlobal("fetch", async () => new Response("a.b.c", { status, headers }));
	const server = new RoundcubeServer(new FakeRoundcube(document));
	return [await server.bundle(false), server.refused];
}

it("hands on the bundle the webmail holds, and why it did not take another one", async () => {
	expect(await told("none")).toEqual(["a.b.c", null]);
	expect(await told("older")).toEqual(["a.b.c", "older"]);
	expect(await told("single", 503)).toEqual([null, "single"]);
});

it("knows no other reasons", async () => {
	expect(await told("whatever")).toEqual(["a.b.c", null]);
	expect(await told(null)).toEqual(["a.b.c", null]);
});
