import { afterEach, describe, expect, it, vi } from "vitest";
import { answerLine, type GateEar, layLine } from "./channel.ts";

const refusesTheWord: GateEar = {
	judgeFiles: async (files) => (files.length > 1 ? "refuse" : "allow"),
	judgeText: async (lines) => (lines.includes("MẬT") ? "refuse" : "allow"),
};

afterEach(() => vi.useRealTimers());

describe("the line between the two layers", () => {
	it("is laid when layer 1 is first", async () => {
		const page = new EventTarget();
		answerLine(page, Promise.resolve(refusesTheWord));
		const line = layLine(page);

		expect(await line.judgeText(["MẬT"])).toBe("refuse");
		expect(await line.judgeText(["Kính gửi"])).toBe("allow");
	});

	it("is laid when layer 2 is first", async () => {
		const page = new EventTarget();
		const line = layLine(page);
		const asked = line.judgeText(["MẬT"]);
		answerLine(page, Promise.resolve(refusesTheWord));

		expect(await asked).toBe("refuse");
		expect(await line.judgeFiles([])).toBe("allow");
	});

	it("is laid once: a page that lays one later is not heard", async () => {
		const page = new EventTarget();
		answerLine(page, Promise.resolve(refusesTheWord));
		layLine(page);
		const { port2 } = new MessageChannel();
		const forged = new MessageEvent("congvu-hooks", { ports: [port2], cancelable: true });

		expect(page.dispatchEvent(forged)).toBe(true);
	});

	it("shows the page nothing of how it is laid", () => {
		const page = new EventTarget();
		answerLine(page, Promise.resolve(refusesTheWord));
		const seen = vi.fn();
		page.addEventListener("congvu-hooks", seen, true);
		layLine(page);

		expect(seen).not.toHaveBeenCalled();
	});

	it("refuses what layer 1 fails on", async () => {
		const page = new EventTarget();
		answerLine(page, Promise.reject(new Error("the part did not come")));

		expect(await layLine(page).judgeText(["Kính gửi"])).toBe("refuse");
	});

	it("refuses where there is no layer 1 at all", async () => {
		vi.useFakeTimers();
		const asked = layLine(new EventTarget()).judgeText(["Kính gửi"]);
		await vi.advanceTimersByTimeAsync(10_000);

		expect(await asked).toBe("refuse");
	});

	it("tells layer 2 to stand back where the plugin is on guard", async () => {
		const page = new EventTarget();
		const standBack = answerLine(page, Promise.resolve(refusesTheWord));
		const line = layLine(page);
		expect(line.standsBack).toBe(false);
		standBack();
		await line.judgeText([]); // what was said before it has arrived with its answer

		expect(line.standsBack).toBe(true);
	});
});
