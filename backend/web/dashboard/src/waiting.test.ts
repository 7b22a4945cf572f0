// @vitest-environment happy-dom

import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { LONGEST_MILLISECONDS, SAID_AFTER_MILLISECONDS, Waiting } from "./waiting.ts";
import { textsIn } from "./words.ts";

const TEXTS = textsIn("vi");

/** A server that never answers: it ends when the question is given up. */
function silent(signals: AbortSignal[]): typeof fetch {
	return (_, init) =>
		new Promise((_resolve, reject) => {
			const { signal } = init ?? {};
			if (!signal) return;
			signals.push(signal);
			signal.addEventListener("abort", () => reject(new Error("given up")));
		});
}

beforeEach(() => {
	vi.useFakeTimers();
});

afterEach(() => {
	vi.useRealTimers();
});

it("an answer that comes at once is waited for without a word", async () => {
	const waiting = new Waiting(() => Promise.resolve(new Response("{}")));
	const answer = await waiting.during(TEXTS, waiting.fetch("/graphql", {}));

	expect(answer.status).toBe(200);
	await vi.advanceTimersByTimeAsync(SAID_AFTER_MILLISECONDS);
	expect(waiting.place.textContent).toBe("");
});

it("a question that takes long is said, and waited for longer than the plugin would", async () => {
	const signals: AbortSignal[] = [];
	const waiting = new Waiting(silent(signals));
	const asked = waiting.during(TEXTS, waiting.fetch("/graphql", { signal: AbortSignal.timeout(1) }));
	const ended = expect(asked).rejects.toThrow("given up");

	await vi.advanceTimersByTimeAsync(20_000);
	expect(waiting.place.textContent).toContain("Đang tính số liệu");
	expect(signals.map((one) => one.aborted)).toEqual([false]);
	await vi.advanceTimersByTimeAsync(LONGEST_MILLISECONDS);
	await ended;
	expect(waiting.place.textContent).toBe("");
});

it("somebody can stop it", async () => {
	const waiting = new Waiting(silent([]));
	const ended = expect(waiting.during(TEXTS, waiting.fetch("/graphql", {}))).rejects.toThrow("given up");

	await vi.advanceTimersByTimeAsync(SAID_AFTER_MILLISECONDS);
	waiting.place.querySelector("button")?.click();
	await ended;
	expect(waiting.place.textContent).toBe("");
});
