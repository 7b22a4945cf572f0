// Files packed into documents the old way (MS-OLEDS): object data of RTF, and the streams of embedded objects. Twin of
// backend/documents/compound/packages.py.

import type { Bytes } from "../reading.ts";

const LINKED = 1;
const EMBEDDED = 2;

export interface Packed {
	/** By name. */
	readonly files: readonly (readonly [name: string, bytes: Bytes])[];
	/** The content lies elsewhere. */
	readonly isLink: boolean;
	/** It ends before it should. */
	readonly isBroken: boolean;
}

const NOTHING: Packed = { files: [], isLink: false, isBroken: false };
const BROKEN: Packed = { ...NOTHING, isBroken: true };
const LINK: Packed = { ...NOTHING, isLink: true };

class EndOfBytes extends Error {}

/** Reads forward; throws EndOfBytes where the bytes end. */
class Source {
	readonly #bytes: Bytes;
	#at = 0;

	constructor(bytes: Bytes) {
		this.#bytes = bytes;
	}

	take(size: number): Bytes {
		if (size > this.#bytes.length - this.#at) throw new EndOfBytes();
		this.#at += size;
		return this.#bytes.subarray(this.#at - size, this.#at);
	}

	rest(): Bytes {
		return this.#bytes.subarray(this.#at);
	}

	number(): number {
		const [a = 0, b = 0, c = 0, d = 0] = this.take(4);
		return (a | (b << 8) | (c << 16) | (d << 24)) >>> 0;
	}

	short(): number {
		const [a = 0, b = 0] = this.take(2);
		return a | (b << 8);
	}

	/** Bytes up to a zero. */
	string(): string {
		const end = this.#bytes.indexOf(0, this.#at);
		if (end < 0) throw new EndOfBytes();
		const text = latin1(this.take(end - this.#at));
		this.#at += 1;
		return text;
	}

	counted(): string {
		return latin1(this.take(this.number())).split("\0")[0] ?? "";
	}
}

/** An OLE 1.0 object (MS-OLEDS 2.2.4 and 2.2.5). */
export function readObjectData(bytes: Bytes): Packed {
	return unlessItEnds(() => {
		const source = new Source(bytes);
		source.number();
		const kind = source.number();
		if (kind !== EMBEDDED) return kind === LINKED ? LINK : BROKEN;
		const className = source.counted();
		source.counted();
		source.counted();
		const size = source.number();
		const native = source.rest().subarray(0, size);
		const inner = className === "Package" ? readPackage(native) : whole(native);
		return { ...inner, isBroken: inner.isBroken || native.length < size };
	});
}

/** A stream "\x01Ole10Native": a size and the native data, mostly a package (MS-OLEDS 2.3.6). */
export function readNative(bytes: Bytes): Packed {
	return unlessItEnds(() => {
		const source = new Source(bytes);
		const size = source.number();
		const native = source.rest().subarray(0, size);
		const packed = readPackage(native);
		return { ...(packed.isBroken ? whole(native) : packed), isBroken: native.length < size };
	});
}

/** What Windows' packager wrote: a label, where the file came from, and the file. */
function readPackage(bytes: Bytes): Packed {
	return unlessItEnds(() => {
		const source = new Source(bytes);
		if (source.short() !== 2) return BROKEN;
		const label = source.string();
		source.string();
		source.short();
		if (source.short() === 1) return LINK;
		source.counted();
		const size = source.number();
		const content = source.rest().subarray(0, size);
		const name = label.replaceAll("/", "_") || "package";
		return { files: [[name, content]], isLink: false, isBroken: content.length < size };
	});
}

function whole(bytes: Bytes): Packed {
	return { ...NOTHING, files: [["", bytes]] };
}

function unlessItEnds(read: () => Packed): Packed {
	try {
		return read();
	} catch (error) {
		if (error instanceof EndOfBytes) return BROKEN;
		throw error;
	}
}

function latin1(bytes: Uint8Array): string {
	return Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
}
