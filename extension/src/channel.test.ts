import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { answerLine, type GateEar, hearLine, layLine, takeLine } from "./channel.ts";

const refusesTheWord: GateEar = {
	isAlive: true,
	judgeFiles: async (files) => (files.length > 1 ? "refuse" : "allow"),
	judgeText: async (lines) => (lines.includes("MẬT") ? "refuse" : "allow"),
};

const never = new Promise<never>(() => undefined);
const isAsking: GateEar = { isAlive: true, judgeFiles: () => never, judgeText: () => never };

/** Messages cross by the clock of the machine, whatever the timers say. */
async function pass(seconds: number): Promise<void> {
	for (let second = 0; second < seconds; second++) {
		await vi.advanceTimersByTimeAsync(1_000);
		for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
	}
}

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

	it("refuses what it was asked when the other end is closed", async () => {
		const page = new EventTarget();
		const ends: { close(): void }[] = [];
		takeLine(page, (port) => {
			hearLine(port, Promise.resolve(isAsking));
			ends.push(port as MessagePort);
		});
		const asked = layLine(page).judgeText(["Kính gửi"]);
		await new Promise((resolve) => setImmediate(resolve));
		ends[0]?.close();

		expect(await asked).toBe("refuse");
	});
});

describe("while layer 1 owes an answer", () => {
	beforeEach(() => vi.useFakeTimers({ toFake: ["setTimeout", "setInterval", "clearTimeout", "clearInterval"] }));

	it("waits for whoever thinks", async () => {
		const page = new EventTarget();
		answerLine(page, Promise.resolve(isAsking));
		const answered = vi.fn();
		void layLine(page).judgeText(["Kính gửi"]).then(answered);
		await pass(120);

		expect(answered).not.toHaveBeenCalled();
	});

	it("refuses when the extension is gone from behind it", async () => {
		const page = new EventTarget();
		const ear = { ...isAsking, isAlive: true };
		answerLine(page, Promise.resolve(ear));
		const answered = vi.fn();
		void layLine(page).judgeText(["Kính gửi"]).then(answered);
		await pass(5);
		expect(answered).not.toHaveBeenCalled();

		ear.isAlive = false;
		await pass(3);
		expect(answered).toHaveBeenCalledExactlyOnceWith("refuse");
	});

	it("refuses when it says nothing at all any more", async () => {
		const page = new EventTarget();
		takeLine(page, (port) => {
			port.onmessage = () => undefined; // as a script that the browser has ended
		});
		const answered = vi.fn();
		void layLine(page).judgeFiles([]).then(answered);
		await pass(7);
		expect(answered).not.toHaveBeenCalled();

		await pass(2);
		expect(answered).toHaveBeenCalledExactlyOnceWith("refuse");
	});

	it("asks for signs of life only then", async () => {
		const page = new EventTarget();
		answerLine(page, Promise.resolve(refusesTheWord));
		const line = layLine(page);
		const asked = line.judgeText(["Kính gửi"]);
		await pass(1);

		expect(await asked).toBe("allow");
		await pass(10); // the time after which it knows that the line was laid
		expect(vi.getTimerCount()).toBe(0);
	});
});
