// The private line between layer 2 (hooks.content.ts, in the page's own world) and layer 1 (gate.ts, apart from it).
// Layer 2 knows nothing and decides nothing: it holds a request back and asks. Both run before any script of the
// page's; the line is laid then, by one MessagePort, and never a second time, so that a page neither hears nor speaks on
// it. Files cross as structured clones: the same bytes, another object. That the same content is not read twice is
// layer 1's business (known by its SHA-256), so ask freely.
//
// Both sides say that they are there, for either may be first: whoever hears the other lays the line.

/** refuse: it must not leave. What is to be said about it, layer 1 says. */
export type Judgement = "allow" | "refuse";

/** What layer 2 sees of layer 1. It never rejects; what cannot be asked, or is not answered, is refused. */
export interface GateLine {
	/** May take as long as the official needs to confirm something. */
	judgeFiles(files: readonly File[]): Promise<Judgement>;
	/** Lines as a reader would see them, of what a request carries beside files. */
	judgeText(lines: readonly string[]): Promise<Judgement>;
	/** Layer 1 has told this page's webmail that the plugin stands guard, or that no guard is wanted here: pass
	 *  everything on unasked. False until it is known. */
	readonly standsBack: boolean;
}

/** What layer 1 answers with. */
export interface GateEar {
	/** False once the extension is gone from behind this page: nothing will be judged any more. */
	readonly isAlive: boolean;
	judgeFiles(files: readonly File[]): Promise<Judgement>;
	judgeText(lines: readonly string[]): Promise<Judgement>;
}

type Asked =
	| { readonly id: number; readonly files: readonly File[] }
	| { readonly id: number; readonly lines: readonly string[] }
	| { readonly beat: true };

type Said =
	| { readonly id: number; readonly judgement: Judgement }
	| { readonly beat: true; readonly isAlive: boolean }
	| { readonly standsBack: true };

/** The part of a MessagePort that is needed. */
export interface LinePort {
	onmessage: ((event: MessageEvent) => void) | null;
	postMessage(message: unknown): void;
}

const HOOKS_ARE_HERE = "congvu-hooks";
const GATE_IS_HERE = "congvu-gate";
const { postMessage } = MessagePort.prototype; // layer 2 puts another in its place, which would ask about what is asked
const LINE_MILLISECONDS = 10_000; // both scripts run before the page does; longer, layer 1 is not there at all
const BEAT_MILLISECONDS = 2_000; // how often layer 1 is asked for a sign of life, while it owes an answer
const MISSED_BEATS = 3; // a page that is busy keeps both layers waiting alike

/** Layer 1's end. Call first thing at document_start; `ear` may come later, questions wait for it.
 *  @returns tells layer 2 to stand back */
export function answerLine(page: EventTarget, ear: Promise<GateEar>): () => void {
	let line: LinePort | null = null;
	let standsBack = false;
	const tell = () => {
		if (standsBack) line?.postMessage({ standsBack } satisfies Said);
	};
	takeLine(page, (port) => {
		line = port;
		hearLine(port, ear);
		tell();
	});
	return () => {
		standsBack = true;
		tell();
	};
}

/** Take the line that layer 2 lays on this page, once. */
export function takeLine(page: EventTarget, taken: (port: LinePort) => void): void {
	let isTaken = false;
	const take = (event: Event) => {
		const [port] = (event as MessageEvent).ports;
		if (port === undefined || isTaken) return;
		isTaken = true;
		event.stopImmediatePropagation();
		event.preventDefault(); // it is taken
		page.removeEventListener(HOOKS_ARE_HERE, take, true);
		taken(port);
	};
	page.addEventListener(HOOKS_ARE_HERE, take, true);
	page.dispatchEvent(new Event(GATE_IS_HERE));
}

/** Answer what is asked on a line. */
export function hearLine(port: LinePort, ear: Promise<GateEar>): void {
	ear.catch(() => undefined); // whoever asks is refused
	port.onmessage = ({ data }: MessageEvent<Asked>) => {
		if ("beat" in data) {
			const tell = (isAlive: boolean) => port.postMessage({ beat: true, isAlive } satisfies Said);
			void ear.then(({ isAlive }) => tell(isAlive)).catch(() => tell(false));
			return;
		}
		void ear
			.then((gate) => ("files" in data ? gate.judgeFiles(data.files) : gate.judgeText(data.lines)))
			.catch((): Judgement => "refuse")
			.then((judgement) => port.postMessage({ id: data.id, judgement } satisfies Said));
	};
}

/** Layer 2's end. Call first thing at document_start. */
export function layLine(page: EventTarget): GateLine {
	const line = new Line();
	const lay = (): boolean => {
		const { port1, port2 } = new MessageChannel();
		const isTaken = !page.dispatchEvent(new MessageEvent(HOOKS_ARE_HERE, { ports: [port2], cancelable: true }));
		if (isTaken) line.isLaid(port1);
		return isTaken;
	};
	const heard = (event: Event) => {
		event.stopImmediatePropagation();
		page.removeEventListener(GATE_IS_HERE, heard, true);
		lay();
	};
	if (!lay()) {
		page.addEventListener(GATE_IS_HERE, heard, true);
		line.isAwaited();
	}
	return line;
}

class Line implements GateLine {
	readonly #waiting = new Map<number, (judgement: Judgement) => void>();
	readonly #port: Promise<MessagePort>;
	#laid: (port: MessagePort) => void = () => undefined;
	#missing: (error: Error) => void = () => undefined;
	#standsBack = false;
	#count = 0;
	#beating: ReturnType<typeof setInterval> | undefined;
	#missed = 0;

	constructor() {
		this.#port = new Promise((resolve, reject) => {
			this.#laid = resolve;
			this.#missing = reject;
		});
		this.#port.catch(() => undefined); // whoever asks is refused
	}

	isAwaited(): void {
		setTimeout(() => this.#missing(new Error("layer 1 is not there")), LINE_MILLISECONDS);
	}

	get standsBack(): boolean {
		return this.#standsBack;
	}

	isLaid(port: MessagePort): void {
		port.onmessage = ({ data }: MessageEvent<Said>) => {
			if ("standsBack" in data) this.#standsBack = true;
			else if ("beat" in data) this.#heardBeat(data.isAlive);
			else this.#waiting.get(data.id)?.(data.judgement);
		};
		port.addEventListener("close", () => this.#refuseAll()); // newer browsers say so at once
		this.#laid(port);
	}

	judgeFiles(files: readonly File[]): Promise<Judgement> {
		return this.#ask((id) => ({ id, files }));
	}

	judgeText(lines: readonly string[]): Promise<Judgement> {
		return this.#ask((id) => ({ id, lines }));
	}

	async #ask(questionOf: (id: number) => Asked): Promise<Judgement> {
		const id = ++this.#count;
		try {
			const port = await this.#port;
			return await new Promise((resolve) => {
				this.#waiting.set(id, resolve);
				postMessage.call(port, questionOf(id));
				this.#listenForLife(port);
			});
		} catch {
			return "refuse";
		} finally {
			this.#waiting.delete(id);
			if (this.#waiting.size === 0) this.#rest();
		}
	}

	/** An official may think as long as they like; a layer 1 that is gone (with its extension, or its own script ended by
	 *  the browser) says nothing, and nothing tells so. */
	#listenForLife(port: MessagePort): void {
		if (this.#beating !== undefined) return;
		this.#missed = 0;
		this.#beating = setInterval(() => {
			if (this.#missed === MISSED_BEATS) this.#refuseAll();
			this.#missed += 1;
			postMessage.call(port, { beat: true } satisfies Asked);
		}, BEAT_MILLISECONDS);
	}

	#heardBeat(isAlive: boolean): void {
		this.#missed = 0;
		if (!isAlive) this.#refuseAll();
	}

	#rest(): void {
		clearInterval(this.#beating);
		this.#beating = undefined;
	}

	#refuseAll(): void {
		for (const answer of this.#waiting.values()) answer("refuse");
	}
}
