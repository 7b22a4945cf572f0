// The two ends between the halves of pdf.js, in one thread. Messages are copied as a real port would copy them, but for pieces of
// operator lists: they hold every glyph of a page, are only read, and copying them costs more than drawing them up.

type Listener = (event: { readonly data: unknown }) => void;

export interface Port {
	/** pdf.js gives null for a picture it could not decode, as a real port would not take it. */
	postMessage(message: unknown, transfer?: Transferable[] | null): void;
	addEventListener(name: string, listener: Listener, options?: { readonly signal?: AbortSignal }): void;
	removeEventListener(name: string, listener: Listener): void;
}

export function portPair(): [Port, Port] {
	const near = new End();
	const far = new End();
	near.other = far;
	far.other = near;
	return [near, far];
}

class End implements Port {
	other: End | null = null;
	readonly #listeners = new Set<Listener>();

	postMessage(message: unknown, transfer?: Transferable[] | null): void {
		const data = piecePassedOn(message) ?? copied(message, transfer ?? []);
		queueMicrotask(() => this.other?.hear(data));
	}

	hear(data: unknown): void {
		for (const listener of [...this.#listeners]) listener({ data });
	}

	addEventListener(_name: string, listener: Listener, { signal }: { readonly signal?: AbortSignal } = {}): void {
		if (signal?.aborted) return;
		this.#listeners.add(listener);
		signal?.addEventListener("abort", () => this.#listeners.delete(listener));
	}

	removeEventListener(_name: string, listener: Listener): void {
		this.#listeners.delete(listener);
	}
}

const NOT_PLAIN = Symbol("not plain");
const DEEPEST = 8; // what goes round in circles is not plain

/** Small messages cost more to hand to the browser's copier than to copy: plain values are copied here. */
function copied(message: unknown, transfer: Transferable[]): unknown {
	const copy = transfer.length === 0 ? plainCopy(message, 0) : NOT_PLAIN;
	return copy === NOT_PLAIN ? structuredClone(message, { transfer }) : copy;
}

function plainCopy(value: unknown, depth: number): unknown {
	if (typeof value === "function" || typeof value === "symbol") return NOT_PLAIN; // refused, as a real port refuses it
	if (typeof value !== "object" || value === null) return value;
	if (depth > DEEPEST) return NOT_PLAIN;
	if (Array.isArray(value)) return arrayCopy(value, depth);
	if (Object.getPrototypeOf(value) !== Object.prototype) return NOT_PLAIN;
	const copy: Record<string, unknown> = {};
	for (const [key, inner] of Object.entries(value)) {
		const copied = plainCopy(inner, depth + 1);
		if (copied === NOT_PLAIN || key === "__proto__") return NOT_PLAIN;
		copy[key] = copied;
	}
	return copy;
}

function arrayCopy(values: readonly unknown[], depth: number): unknown {
	const copy: unknown[] = [];
	for (const inner of values) {
		const copied = plainCopy(inner, depth + 1);
		if (copied === NOT_PLAIN) return NOT_PLAIN;
		copy.push(copied);
	}
	return copy;
}

interface Piece {
	readonly chunk: { readonly fnArray: readonly number[]; readonly argsArray: readonly unknown[] };
}

/** The sender empties its lists once they are sent, and nothing else of them. */
function piecePassedOn(message: unknown): Piece | null {
	if (!isPiece(message)) return null;
	const { chunk } = message;
	return { ...message, chunk: { ...chunk, fnArray: chunk.fnArray.slice(), argsArray: chunk.argsArray.slice() } };
}

function isPiece(message: unknown): message is Piece {
	const chunk = typeof message === "object" && message !== null && "chunk" in message ? message.chunk : null;
	return typeof chunk === "object" && chunk !== null && "fnArray" in chunk && "argsArray" in chunk;
}
