import { beforeEach, expect, it } from "vitest";
import { type LettersPort, LettersWorker, type Question } from "./letters_worker.ts";

const IMAGE = { data: new Uint8Array(4), width: 2, height: 2 };
const LETTERS = { text: "MẬT", confidence: 93 };

class FakePort implements LettersPort {
	onmessage: LettersPort["onmessage"] = null;
	onerror: LettersPort["onerror"] = null;
	readonly asked: Question[] = [];
	ended = false;

	postMessage(question: Question): void {
		this.asked.push(question);
	}

	terminate(): void {
		this.ended = true;
	}

	answer(id: number, letters: typeof LETTERS | null): void {
		this.onmessage?.({ data: { id, letters } } as MessageEvent);
	}

	break(): void {
		this.onerror?.({} as ErrorEvent);
	}
}

let port: FakePort;
let worker: LettersWorker;

beforeEach(() => {
	port = new FakePort();
	worker = new LettersWorker(() => port);
});

it("each question gets its own answer, in whatever order they come", async () => {
	const [first, second] = [worker.read(IMAGE, "line"), worker.read(IMAGE, "block")];
	expect(port.asked.map(({ id, layout }) => [id, layout])).toEqual([
		[0, "line"],
		[1, "block"],
	]);
	port.answer(1, { text: "HỎA TỐC", confidence: 80 });
	port.answer(0, LETTERS);
	expect([(await first).text, (await second).text]).toEqual(["MẬT", "HỎA TỐC"]);
});

it("nothing could be read is never an empty text", async () => {
	const read = worker.read(IMAGE, "line");
	port.answer(0, null);
	await expect(read).rejects.toThrow("nothing could be read");
});

it("a worker that breaks, or whose script does not come, tells whoever waits, and whoever asks later", async () => {
	const read = worker.read(IMAGE, "line");
	port.break();
	await expect(read).rejects.toThrow("broke");
	await expect(worker.read(IMAGE, "line")).rejects.toThrow("did not start");
	expect(port.ended).toBe(true);
});
