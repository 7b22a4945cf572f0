// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Sending } from "./sending.ts";
import { FakeRoundcube } from "./testing/fake_roundcube.ts";

let roundcube: FakeRoundcube;
let written: string;
let asked: number;

beforeEach(() => {
	vi.useFakeTimers();
	roundcube = new FakeRoundcube(document);
	written = "thư";
	asked = 0;
});

afterEach(() => {
	vi.useRealTimers();
});

function guard(answer: () => Promise<boolean>): void {
	const sending = new Sending(roundcube, () => written);
	sending.guard(() => {
		asked++;
		return answer();
	}, new AbortController().signal);
}

const settled = () => vi.advanceTimersByTimeAsync(20);

describe("sending", () => {
	it("waits for the guard and then goes on by itself", async () => {
		guard(async () => true);
		expect(roundcube.command("send", {})).toBe(false);
		expect(roundcube.sent).toEqual([]);
		await settled();
		expect(roundcube.sent).toEqual(["form"]);
	});

	it.each([
		["says no", async () => false],
		["fails", () => Promise.reject(new Error("broken"))],
	])("stops when the guard %s", async (_, answer) => {
		guard(answer);
		roundcube.command("send", {});
		await settled();
		expect(roundcube.sent).toEqual([]);
	});

	it("asks again when the letter changed after it was judged", async () => {
		guard(async () => true);
		roundcube.command("send", {});
		await settled();
		written = "thư khác";
		expect(roundcube.command("send", {})).toBe(false);
		expect(asked).toBe(2);
	});

	it("waits for a webmail that is busy, and then goes on by itself", async () => {
		guard(async () => true);
		roundcube.command("send", {});
		roundcube.busy = true;
		await vi.advanceTimersByTimeAsync(2_000);
		expect(roundcube.sent).toEqual([]);
		roundcube.busy = false;
		await vi.advanceTimersByTimeAsync(200);
		expect(roundcube.sent).toEqual(["form"]);
	});

	it("asks once while an answer is awaited", async () => {
		guard(() => new Promise(() => undefined));
		roundcube.command("send", {});
		roundcube.command("send", {});
		await settled();
		expect(asked).toBe(1);
		expect(roundcube.sent).toEqual([]);
	});

	it("asks again after a refusal", async () => {
		guard(async () => false);
		roundcube.command("send", {});
		await settled();
		roundcube.command("send", {});
		expect(asked).toBe(2);
	});
});
