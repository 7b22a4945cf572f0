// The scanner's own reader of letters: a worker of its own, inside the scanner's, so that it makes itself ready while the
// page is drawn and searched. It ends with the scanner's.

import type { GreyImage, Layout, Letters } from "../pictures.ts";

export interface Question {
	readonly id: number;
	readonly image: GreyImage;
	readonly layout: Layout;
}

/** Without letters: nothing could be read. */
export interface Answer {
	readonly id: number;
	readonly letters: Letters | null;
}

interface Waiting {
	readonly resolve: (letters: Letters) => void;
	readonly reject: (reason: Error) => void;
}

/** The part of a Worker that is needed. */
export interface LettersPort {
	onmessage: ((event: MessageEvent<Answer>) => void) | null;
	onerror: ((event: ErrorEvent) => void) | null;
	postMessage(question: Question): void;
	terminate(): void;
}

export class LettersWorker {
	readonly #port: LettersPort;
	readonly #waiting = new Map<number, Waiting>();
	#failed = false;
	#count = 0;

	/** Throws where the page's policy refuses workers. */
	constructor(start: () => LettersPort = startWorker) {
		this.#port = start();
		this.#port.onmessage = ({ data: { id, letters } }) => {
			const waiting = this.#waiting.get(id);
			this.#waiting.delete(id);
			if (letters === null) waiting?.reject(new Error("nothing could be read"));
			else waiting?.resolve(letters);
		};
		this.#port.onerror = () => this.close(); // its script did not come, or it broke
	}

	/** Rejects where nothing can be read; what failed once may be broken. */
	read(image: GreyImage, layout: Layout): Promise<Letters> {
		return new Promise((resolve, reject) => {
			if (this.#failed) {
				reject(new Error("what reads letters did not start, or broke"));
				return;
			}
			const id = this.#count++;
			this.#waiting.set(id, { resolve, reject });
			this.#port.postMessage({ id, image, layout });
		});
	}

	/** Whoever waits is told that nothing could be read. */
	close(): void {
		this.#failed = true;
		this.#port.terminate();
		for (const { reject } of this.#waiting.values()) reject(new Error("what reads letters broke"));
		this.#waiting.clear();
	}
}

function startWorker(): LettersPort {
	return new Worker(new URL("./worker.ts", import.meta.url), { type: "module", name: "congvu-letters" });
}
