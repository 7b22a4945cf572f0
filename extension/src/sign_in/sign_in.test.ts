import { describe, expect, it } from "vitest";
import { MemoryShelf } from "../testing/memory_shelf.ts";
import { signIn, type Window } from "./authorization.ts";
import { ExtensionSession } from "./extension_session.ts";
import { challengeOf } from "./proof_key.ts";
import { TokenEndpoint } from "./token_endpoint.ts";
import { TokenStore } from "./tokens.ts";

const NOW = Date.parse("2026-11-27T01:00:00Z");
const FIRST = {
	token: "bearer-1",
	expires_at: "2026-11-27T01:15:00Z",
	refresh_token: "refresh-1",
	ends_at: "2026-12-04T01:00:00Z",
};
const SECOND = { ...FIRST, token: "bearer-2", expires_at: "2026-11-27T01:29:30Z", refresh_token: "refresh-2" };

interface Asked {
	readonly url: string;
	readonly body: Record<string, string>;
}

/** A backend that answers one question after the other as it is told to. */
function backend(...answers: (readonly [number, unknown] | "away")[]) {
	const asked: Asked[] = [];
	const lasting = new MemoryShelf();
	const passing = new MemoryShelf();
	const store = new TokenStore(lasting, passing);
	const endpoint = new TokenEndpoint("https://congvu.example", async (url, { body }) => {
		asked.push({ url, body: JSON.parse(String(body)) });
		const answer = answers[asked.length - 1] ?? "away";
		if (answer === "away") throw new TypeError("no connection");
		return Response.json(answer[1], { status: answer[0] });
	});
	const clock = { now: NOW };
	const session = new ExtensionSession(store, endpoint, () => clock.now);
	return { asked, lasting, passing, store, endpoint, session, clock };
}

describe("a session", () => {
	it("is not there before somebody signs in", async () => {
		const { session, asked } = backend();

		await expect(session.bearer()).rejects.toMatchObject({ kind: "refused" });
		expect(asked).toEqual([]);
	});

	it("renews its bearer a minute before it ends, once for several questions, and keeps the new refresh token", async () => {
		const { session, asked, store, clock, lasting, passing } = backend([200, SECOND]);
		await store.keep(FIRST);
		expect(await session.bearer()).toBe("bearer-1");

		clock.now = Date.parse("2026-11-27T01:14:00Z");
		expect(await Promise.all([session.bearer(), session.bearer()])).toEqual(["bearer-2", "bearer-2"]);

		expect(asked).toEqual([
			{ url: "https://congvu.example/session/extension/refresh", body: { refresh_token: "refresh-1" } },
		]);
		expect(JSON.stringify([...lasting.kept])).toContain("refresh-2");
		expect(JSON.stringify([...lasting.kept])).not.toContain("bearer");
		expect(JSON.stringify([...passing.kept])).not.toContain("refresh-2");
	});

	it("asks again with the same token where no answer came", async () => {
		const { session, asked, store, clock } = backend("away", [503, { code: "unavailable" }], [200, SECOND]);
		await store.keep(FIRST);
		clock.now = Date.parse(FIRST.expires_at);

		await expect(session.bearer()).rejects.toMatchObject({ kind: "away" });
		await expect(session.bearer()).rejects.toMatchObject({ kind: "away" });
		expect(await session.bearer()).toBe("bearer-2");
		expect(asked.map(({ body }) => body.refresh_token)).toEqual(["refresh-1", "refresh-1", "refresh-1"]);
	});

	it("is over when the refresh token was spent before, and asks for nothing more", async () => {
		const { session, asked, store, clock } = backend([401, { code: "refresh_reused" }]);
		await store.keep(FIRST);
		clock.now = Date.parse(FIRST.expires_at);

		await expect(session.bearer()).rejects.toMatchObject({ kind: "refused" });
		await expect(session.bearer()).rejects.toMatchObject({ kind: "refused" });
		expect(asked.length).toBe(1);
		expect(await store.refresh()).toBe(null);
	});

	it("is over after its last day, without asking", async () => {
		const { session, asked, store, clock } = backend();
		await store.keep(FIRST);
		clock.now = Date.parse(FIRST.ends_at);

		await expect(session.bearer()).rejects.toMatchObject({ kind: "refused" });
		expect(asked).toEqual([]);
	});

	it("lets go of a bearer the backend does not know any more", async () => {
		const { session, store } = backend([200, SECOND]);
		await store.keep(FIRST);

		session.forget();

		expect(await session.bearer()).toBe("bearer-2");
	});

	it("ends here when the backend cannot be reached", async () => {
		const { session, asked, store } = backend("away");
		await store.keep(FIRST);

		await session.signOut();

		expect(asked[0]?.body).toEqual({ refresh_token: "refresh-1" });
		expect([await store.refresh(), await store.bearer()]).toEqual([null, null]);
	});
});

/** The browser's window, whose page comes back with what the test says. */
function window(answer: (asked: URLSearchParams) => Record<string, string> | null, opened: string[] = []): Window {
	const redirect = "https://abcdefghijklmnopabcdefghijklmnop.chromiumapp.org/";
	return {
		redirect,
		open: async (address) => {
			opened.push(address);
			const back = answer(new URL(address).searchParams);
			if (back === null) throw new Error("The user did not approve access.");
			return `${redirect}?${new URLSearchParams(back)}`;
		},
	};
}

describe("signing in", () => {
	it("exchanges the code with the verifier whose hash it sent", async () => {
		const { endpoint, store, asked } = backend([200, FIRST]);
		const opened: string[] = [];
		const page = window((question) => ({ code: "code-1", state: question.get("state") ?? "" }), opened);

		expect(await signIn("https://congvu.example", "0.1.0", page, endpoint, store)).toBe("done");

		const question = new URL(opened[0] ?? "");
		expect(`${question.origin}${question.pathname}`).toBe("https://congvu.example/extension/authorize");
		expect(question.searchParams.get("code_challenge_method")).toBe("S256");
		expect(question.searchParams.get("client_version")).toBe("0.1.0");
		expect(asked[0]?.url).toBe("https://congvu.example/session/extension");
		expect(asked[0]?.body.code).toBe("code-1");
		expect(question.searchParams.get("code_challenge")).toBe(await challengeOf(asked[0]?.body.code_verifier ?? ""));
		expect((await store.bearer())?.token).toBe("bearer-1");
	});

	it("believes no answer to another question", async () => {
		const { endpoint, store, asked } = backend([200, FIRST]);
		const page = window(() => ({ code: "code-1", state: "another" }));

		expect(await signIn("https://congvu.example", "0.1.0", page, endpoint, store)).toBe("refused");
		expect(asked).toEqual([]);
	});

	it.each([
		["denied", (question: URLSearchParams) => ({ error: "access_denied", state: question.get("state") ?? "" })],
		["closed", () => null],
	] as const)("says that it was %s", async (outcome, answer) => {
		const { endpoint, store } = backend();

		expect(await signIn("https://congvu.example", "0.1.0", window(answer), endpoint, store)).toBe(outcome);
		expect(await store.refresh()).toBe(null);
	});

	it("says that the directory does not know the log-in", async () => {
		const { endpoint, store } = backend([403, { code: "not_in_directory" }]);
		const page = window((question) => ({ code: "code-1", state: question.get("state") ?? "" }));

		expect(await signIn("https://congvu.example", "0.1.0", page, endpoint, store)).toBe("unknown_login");
	});

	it("hashes a verifier as RFC 7636 appendix B does", async () => {
		expect(await challengeOf("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")).toBe(
			"E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
		);
	});
});
