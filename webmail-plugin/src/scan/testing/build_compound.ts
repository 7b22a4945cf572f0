// Compound files for tests (MS-CFB): storages are objects, streams are bytes. Twin of
// tests/unit/documents/compound_builder.py.

export interface Content {
	readonly [name: string]: Uint8Array | Content;
}

const SECTOR = 512;
const MINI = 64;
const CUTOFF = 4096;
const END = 0xfffffffe;
const FAT = 0xfffffffd;
const NOBODY = 0xffffffff;
const [STORAGE, STREAM, ROOT] = [1, 2, 5];

interface Entry {
	readonly name: string;
	readonly kind: number;
	start: number;
	size: number;
	right: number;
	child: number;
}

function entryOf(name: string, kind: number): Entry {
	return { name, kind, start: END, size: 0, right: NOBODY, child: NOBODY };
}

class Chain {
	readonly bytes: number[] = [];
	readonly fat: number[] = [];
	readonly #unit: number;

	constructor(unit: number) {
		this.#unit = unit;
	}

	/** Put the data at the end, and return where it begins. */
	add(data: Uint8Array): number {
		if (data.length === 0) return END;
		const first = this.fat.length;
		const count = Math.ceil(data.length / this.#unit);
		for (let unit = 0; unit < count; unit++) this.fat.push(unit + 1 < count ? first + unit + 1 : END);
		for (let at = 0; at < count * this.#unit; at++) this.bytes.push(data[at] ?? 0);
		return first;
	}
}

export function buildCompound(content: Content): Uint8Array<ArrayBuffer> {
	const whole = new Chain(SECTOR);
	const mini = new Chain(MINI);
	const root = entryOf("Root Entry", ROOT);
	const entries = [root];
	const add = (folder: Content): number => {
		let first = NOBODY;
		let before: Entry | null = null;
		for (const [name, inner] of Object.entries(folder)) {
			const number = entries.length;
			const entry = entryOf(name, inner instanceof Uint8Array ? STREAM : STORAGE);
			entries.push(entry);
			if (before === null) first = number;
			else before.right = number;
			before = entry;
			if (inner instanceof Uint8Array) {
				entry.size = inner.length;
				entry.start = (inner.length < CUTOFF ? mini : whole).add(inner);
			} else entry.child = add(inner);
		}
		return first;
	};
	root.child = add(content);
	root.size = mini.bytes.length;
	root.start = whole.add(Uint8Array.from(mini.bytes));
	const miniFat = whole.add(numbers(mini.fat));
	const directory = whole.add(Uint8Array.from(entries.flatMap((entry) => [...written(entry)])));
	let fatSectors = 1;
	while ((whole.fat.length + fatSectors) * 4 > fatSectors * SECTOR) fatSectors += 1;
	const firstFat = whole.fat.length;
	const fat = numbers([...whole.fat, ...new Array<number>(fatSectors).fill(FAT)]);
	const listed = Array.from({ length: 109 }, (_, number) => (number < fatSectors ? firstFat + number : NOBODY));
	const header = new DataView(new ArrayBuffer(SECTOR));
	[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1].forEach((byte, at) => void header.setUint8(at, byte));
	[0x3e, 3, 0xfffe, 9, 6].forEach((number, index) => void header.setUint16(24 + 2 * index, number, true));
	const miniCount = Math.ceil((mini.fat.length * 4) / SECTOR);
	const places = [0, fatSectors, directory, 0, CUTOFF, miniFat, miniCount, END, 0, ...listed];
	places.forEach((number, index) => void header.setUint32(40 + 4 * index, number, true));
	return Uint8Array.from([...new Uint8Array(header.buffer), ...whole.bytes, ...fat]);
}

function written(entry: Entry): Uint8Array {
	const view = new DataView(new ArrayBuffer(128));
	[...entry.name].forEach((letter, index) => void view.setUint16(2 * index, letter.charCodeAt(0), true));
	view.setUint16(64, 2 * entry.name.length + 2, true);
	view.setUint8(66, entry.kind);
	view.setUint8(67, 1);
	[NOBODY, entry.right, entry.child].forEach((number, index) => void view.setUint32(68 + 4 * index, number, true));
	view.setUint32(116, entry.start, true);
	view.setUint32(120, entry.size, true);
	return new Uint8Array(view.buffer);
}

/** Padded to whole sectors with numbers of free ones. */
function numbers(list: readonly number[]): Uint8Array {
	const padded = new Uint8Array(Math.ceil((4 * list.length) / SECTOR) * SECTOR).fill(0xff);
	const view = new DataView(padded.buffer);
	for (const [index, number] of list.entries()) view.setUint32(4 * index, number, true);
	return padded;
}
