import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { PluginSession } from "./session.ts";

const BACKEND = "https://congvu.example";

let asked: { url: string; body: unknown; credentials: RequestCredentials | undefined }[];
let minted: number;

beforeEach(() => {
	vi.useFakeTimers({ now: new Date("2026-11-05T08:00:00Z") });
	asked = [];
	minted = 0;
});

afterEach(() => vi.useRealTimers());

function session(answer: (count: number) => Response | Promise<Response>): PluginSession {
	const mint = async () => `jwt-${++minted}`;
	return new PluginSession(BACKEND, mint, async (url, init) => {
		asked.push({ url, body: JSON.parse(String(init.body)), credentials: init.credentials });
		return answer(asked.length);
	});
}

function bearer(token: string, expires_at: string): Response {
	return Response.json({ token, expires_at });
}

describe("signing in", () => {
	it("exchanges the webmail's token once for all questions of a quarter of an hour", async () => {
		const signedIn = session((count) => bearer(`b${count}`, "2026-11-05T08:15:00Z"));
		expect(await Promise.all([signedIn.bearer(), signedIn.bearer()])).toEqual(["b1", "b1"]);
		vi.setSystemTime(new Date("2026-11-05T08:13:59Z"));
		expect(await signedIn.bearer()).toBe("b1");
		expect(asked).toEqual([{ url: `${BACKEND}/session/plugin`, body: { token: "jwt-1" }, credentials: "omit" }]);
	});

	it("renews a minute before the end, with a fresh token", async () => {
		const signedIn = session((count) => bearer(`b${count}`, "2026-11-05T08:15:00Z"));
		await signedIn.bearer();
		vi.setSystemTime(new Date("2026-11-05T08:14:01Z"));
		expect(await signedIn.bearer()).toBe("b2");
		expect(asked.map(({ body }) => body)).toEqual([{ token: "jwt-1" }, { token: "jwt-2" }]);
	});

	it.each([
		["a log-in that the directory does not know", 403, "not_in_directory", "unknown_login"],
		["a webmail that is not registered", 401, "unknown_webmail", "refused"],
		["a token that was used before", 401, "token_replayed", "refused"],
		["a failure of the backend", 500, "", "away"],
		["too many attempts", 429, "", "away"],
	])("names %s", async (_, status, code, kind) => {
		const refused = session(() => Response.json({ code }, { status }));
		await expect(refused.bearer()).rejects.toMatchObject({ name: "BackendProblem", kind });
	});

	it("names a backend that cannot be reached, and asks it again next time", async () => {
		const back = session((count) => {
			if (count === 1) throw new TypeError("Failed to fetch");
			return bearer("b2", "2026-11-05T08:15:00Z");
		});
		await expect(back.bearer()).rejects.toMatchObject({ kind: "away" });
		expect(await back.bearer()).toBe("b2");
	});

	it("names a webmail that does not vouch for the session", async () => {
		const none = new PluginSession(
			BACKEND,
			() => Promise.reject(new Error()),
			() => Promise.reject(new Error()),
		);
		await expect(none.bearer()).rejects.toMatchObject({ kind: "refused" });
	});

	it("does not take an answer without an end for a session", async () => {
		await expect(session(() => Response.json({ token: "b1" })).bearer()).rejects.toMatchObject({ kind: "away" });
	});
});
