import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Part } from "./part.ts";

let asked: number[];
let answers: (() => Promise<string>)[];
let part: Part<string>;

beforeEach(() => {
	vi.useFakeTimers();
	asked = [];
	answers = [];
	part = new Part<string>((failures) => {
		asked.push(failures);
		return answers.shift()?.() ?? Promise.reject(new TypeError("Failed to fetch"));
	});
});

afterEach(() => vi.useRealTimers());

it("a part is loaded once, whoever asks for it", async () => {
	answers = [async () => "gate"];
	expect(await Promise.all([part.load(), part.load()])).toEqual(["gate", "gate"]);
	expect(await part.load()).toBe("gate");
	expect(asked).toEqual([0]);
});

it("a part that failed is tried again, and whoever loads it knows that it failed", async () => {
	answers = [() => Promise.reject(new TypeError("Failed to fetch")), async () => "gate"];
	await expect(part.load()).rejects.toThrow("Failed to fetch");
	expect(await part.load()).toBe("gate");
	expect(asked).toEqual([0, 1]);
});

it("a part that does not come is given up after twenty seconds, and is no second time begun when it comes after all", async () => {
	let come: (part: string) => void = () => undefined;
	answers = [
		() =>
			new Promise((resolve) => {
				come = resolve;
			}),
	];
	const late = expect(part.load()).rejects.toThrow("did not come in time");
	await vi.advanceTimersByTimeAsync(20_000);
	await late;
	const second = part.load();
	come("gate");
	expect(await second).toBe("gate");
	expect(asked).toHaveLength(1);
});
