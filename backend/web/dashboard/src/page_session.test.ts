import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { PageSession } from "./page_session.ts";

const NOW = new Date("2026-11-27T08:00:00Z");

beforeEach(() => void vi.useFakeTimers({ now: NOW }));
afterEach(() => void vi.useRealTimers());

function sessionAnswering(...answers: readonly (Response | Error)[]) {
	const asked: RequestInit[] = [];
	const left = [...answers];
	const session = new PageSession("/bang-dieu-hanh", "khoa", async (_url, init) => {
		asked.push(init);
		const answer = left.shift();
		if (answer === undefined || answer instanceof Error) throw answer ?? new Error("asked too often");
		return answer;
	});
	return { session, asked };
}

function bearer(token: string): Response {
	return Response.json({ token, expires_at: "2026-11-27T08:15:00Z" });
}

it("several questions at once open one bearer, with the key of the page's forms", async () => {
	const { session, asked } = sessionAnswering(bearer("a"));

	expect(await Promise.all([session.bearer(), session.bearer()])).toEqual(["a", "a"]);
	expect(asked.map(({ method, body }) => [method, String(body)])).toEqual([["POST", "form_key=khoa"]]);
});

it("a bearer about to end, or forgotten, is opened anew", async () => {
	const { session } = sessionAnswering(bearer("a"), bearer("b"), bearer("c"));
	await session.bearer();

	vi.setSystemTime(new Date("2026-11-27T08:14:30Z"));
	expect(await session.bearer()).toBe("b");
	session.forget();
	expect(await session.bearer()).toBe("c");
});

it("an end of the sign-in is told from a server that is away, and tried again when asked again", async () => {
	const { session } = sessionAnswering(new Response("{}", { status: 401 }), new TypeError("offline"), bearer("a"));

	await expect(session.bearer()).rejects.toMatchObject({ kind: "refused" });
	await expect(session.bearer()).rejects.toMatchObject({ kind: "away" });
	expect(await session.bearer()).toBe("a");
});
