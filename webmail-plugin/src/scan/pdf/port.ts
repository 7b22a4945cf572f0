// The two ends between the halves of pdf.js, in one thread. Messages are copied as a real port would, but for pieces of
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
		const data = piecePassedOn(message) ?? structuredClone(message, { transfer: transfer ?? [] });
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
