// Compound files (MS-CFB): a small file system of storages and streams inside one file, versions 3 and 4. Whatever a
// hostile file says, every chain is followed at most as long as the file has sectors. What does not fit (loops, sectors
// beyond the end, entries that no directory reaches) is read as far as it goes and makes the file odd. Twin of
// backend/documents/compound/file.py.

import type { Budget } from "../budget.ts";
import type { Bytes } from "../reading.ts";
import { Unreadable } from "../unreadable.ts";
import { at16, at32, at64 } from "./numbers.ts";

export const HEADER_BYTES = 512;
const ENTRY_BYTES = 128;
const MINI_SECTOR_BYTES = 64;
const CUTOFF_BYTES = 4096; // streams below are kept in mini sectors
const LAST_SECTOR = 0xfffffffa; // numbers above mean something else
const END_OF_CHAIN = 0xfffffffe;
const NO_ENTRY = 0xffffffff;
export const STORAGE = 1;
export const STREAM = 2;
const ROOT = 5;
const FAT_IN_HEADER = 109;
const MOST_SECTORS = 2_000_000; // of 512 bytes: 1 GB
const DEEPEST = 100;

/** One storage or stream. */
export interface Entry {
	readonly name: string;
	readonly kind: number;
	readonly start: number;
	readonly size: number;
	/** The names from the root down, without the root's. */
	readonly path: readonly string[];
}

interface Node {
	readonly name: string;
	readonly kind: number;
	readonly left: number;
	readonly right: number;
	readonly child: number;
	readonly start: number;
	readonly size: number;
}

/** One folder of the file with what stands in it. Names are compared without case. */
export class Storage {
	readonly file: CompoundFile;
	readonly path: readonly string[];

	constructor(file: CompoundFile, path: readonly string[]) {
		this.file = file;
		this.path = path;
	}

	children(): readonly Entry[] {
		return this.file.children(this.path);
	}

	child(name: string): Entry | null {
		return this.file.child(this.path, name);
	}

	stream(name: string): Bytes | null {
		const entry = this.child(name);
		return entry?.kind === STREAM ? this.file.read(entry) : null;
	}

	storage(name: string): Storage | null {
		const entry = this.child(name);
		return entry?.kind === STORAGE ? new Storage(this.file, entry.path) : null;
	}

	storages(): Storage[] {
		return this.children()
			.filter((entry) => entry.kind === STORAGE)
			.map((entry) => new Storage(this.file, entry.path));
	}
}

export class CompoundFile {
	isOdd = false;
	readonly #bytes: Bytes;
	readonly #budget: Budget;
	readonly #children = new Map<string, Map<string, Entry>>();
	readonly #sectorBytes: number;
	readonly #fat: Uint32Array;
	readonly #miniFat: Uint32Array;
	readonly #mini: Bytes;
	readonly #miniStart: number;

	/** @throws Unreadable corrupt: it has no readable header and directory. */
	constructor(bytes: Bytes, budget: Budget) {
		this.#bytes = bytes;
		this.#budget = budget;
		const version = at16(bytes, 26);
		const shift = at16(bytes, 30);
		const isKnown = (version === 3 && shift === 9) || (version === 4 && shift === 12);
		if (bytes.length < HEADER_BYTES || !isKnown || at16(bytes, 32) !== 6) throw new Unreadable("corrupt");
		this.#sectorBytes = 1 << shift;
		if (at32(bytes, 56) !== CUTOFF_BYTES) throw new Unreadable("corrupt");
		this.isOdd = bytes.length % HEADER_BYTES !== 0; // cut short inside its last sector
		if (this.#sectors > MOST_SECTORS) throw new Unreadable("limit");
		this.#fat = this.#readFat();
		const nodes = nodesOf(this.#chain(at32(bytes, 48)), version);
		const root = nodes[0];
		if (root?.kind !== ROOT) throw new Unreadable("corrupt");
		const miniFat = at32(bytes, 60);
		this.#miniFat = numbers(miniFat <= LAST_SECTOR ? this.#chain(miniFat) : new Uint8Array());
		this.#miniStart = root.start;
		this.#mini = root.start <= LAST_SECTOR ? this.#chain(root.start) : new Uint8Array();
		this.#walk(nodes, root);
	}

	// what readers ask

	get root(): Storage {
		return new Storage(this, []);
	}

	children(path: readonly string[]): readonly Entry[] {
		return [...(this.#children.get(keyOf(path))?.values() ?? [])];
	}

	child(path: readonly string[], name: string): Entry | null {
		return this.#children.get(keyOf(path))?.get(name.toLowerCase()) ?? null;
	}

	/** The bytes of a stream, fewer than it claims if the file ends before; that makes the file odd. */
	read(entry: Entry): Bytes {
		const isSmall = entry.size < CUTOFF_BYTES;
		const size = Math.min(entry.size, isSmall ? this.#mini.length : this.#bytes.length);
		this.isOdd ||= size < entry.size;
		this.#budget.takeBytes(size);
		if (size === 0) return new Uint8Array();
		const content = isSmall ? this.#miniChain(entry.start, size) : this.#chain(entry.start, size);
		this.isOdd ||= content.length < size;
		return content.subarray(0, size);
	}

	/** Whether that byte belongs to a stream, as far as the streams add up to no more than the file. */
	holds(place: number): boolean {
		const number = Math.floor(place / this.#sectorBytes) - 1;
		let left = 2 * this.#sectors;
		let hasSmall = false;
		for (const entry of [...this.#children.values()].flatMap((folder) => [...folder.values()])) {
			if (entry.kind !== STREAM) continue;
			hasSmall ||= entry.size > 0 && entry.size < CUTOFF_BYTES;
			if (entry.size < CUTOFF_BYTES) continue;
			for (const link of this.#links(
				entry.start,
				this.#fat,
				Math.min(Math.ceil(entry.size / this.#sectorBytes), left),
			)) {
				left -= 1;
				if (link === number) return true;
			}
		}
		return hasSmall && [...this.#links(this.#miniStart, this.#fat, this.#sectors)].includes(number);
	}

	// sectors

	get #sectors(): number {
		return Math.max(Math.ceil(this.#bytes.length / this.#sectorBytes) - 1, 0);
	}

	#sector(number: number): Bytes {
		const at = (number + 1) * this.#sectorBytes;
		return this.#bytes.subarray(at, at + this.#sectorBytes);
	}

	/** The allocation table, by its sectors' numbers in the header and in the DIFAT's chain. */
	#readFat(): Uint32Array {
		const sectors = this.#sectors;
		const listed = [...numbers(this.#bytes.subarray(76, 76 + 4 * FAT_IN_HEADER))];
		let difat = at32(this.#bytes, 68);
		const each = this.#sectorBytes / 4;
		const seen = new Set<number>();
		for (let left = at32(this.#bytes, 72); left > 0 && difat < sectors && !seen.has(difat); left--) {
			seen.add(difat);
			const more = numbers(this.#sector(difat));
			for (const number of more.subarray(0, each - 1)) listed.push(number);
			difat = more[each - 1] ?? END_OF_CHAIN;
		}
		const table: Bytes[] = [];
		let bytes = 0;
		for (const number of listed) {
			if (number > LAST_SECTOR) continue;
			if (number >= sectors) this.isOdd = true;
			if (number >= sectors || bytes > 4 * sectors) break;
			const sector = this.#sector(number);
			table.push(sector);
			bytes += sector.length;
		}
		return numbers(joined(table));
	}

	/** The sectors from `start` on, joined; enough of them for `size` bytes. */
	#chain(start: number, size: number | null = null): Bytes {
		const sectors: Bytes[] = [];
		const most = size === null ? this.#sectors : Math.ceil(size / this.#sectorBytes);
		for (const number of this.#links(start, this.#fat, most)) {
			if ((number + 1) * this.#sectorBytes >= this.#bytes.length) {
				this.isOdd = true;
				break;
			}
			sectors.push(this.#sector(number));
		}
		return joined(sectors);
	}

	#miniChain(start: number, size: number): Bytes {
		const sectors: Bytes[] = [];
		for (const number of this.#links(start, this.#miniFat, Math.ceil(size / MINI_SECTOR_BYTES))) {
			sectors.push(this.#mini.subarray(number * MINI_SECTOR_BYTES, (number + 1) * MINI_SECTOR_BYTES));
		}
		return joined(sectors);
	}

	/** Numbers along a chain, at most `most`; a loop runs into that end. */
	*#links(start: number, fat: Uint32Array, most: number): Generator<number> {
		let number = start;
		for (let link = 0; link < most && number <= LAST_SECTOR; link++) {
			yield number;
			const next = fat[number];
			if (next === undefined) {
				this.isOdd = true;
				return;
			}
			number = next;
		}
	}

	// directory

	/** Every entry the tree reaches, and then those it does not. */
	#walk(nodes: readonly Node[], root: Node): void {
		const seen = new Set([0]);
		const waiting: [number, readonly string[]][] = [[root.child, []]];
		for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
			const [number, above] = next;
			if (number === NO_ENTRY) continue;
			const node = nodes[number];
			if (seen.has(number) || node === undefined) {
				this.isOdd = true;
				continue;
			}
			seen.add(number);
			const path = [...above, node.name];
			if (path.length > DEEPEST) throw new Unreadable("limit");
			if (node.kind === STORAGE || node.kind === STREAM) this.#add(node, path);
			else this.isOdd = true;
			waiting.push([node.right, above], [node.left, above]);
			if (node.kind === STORAGE) waiting.push([node.child, path]);
		}
		for (const [number, node] of nodes.entries()) {
			if (seen.has(number) || (node.kind !== STORAGE && node.kind !== STREAM)) continue;
			this.isOdd = true;
			this.#add(node, [node.name]);
		}
	}

	/** An entry whose name stands in its folder already is kept beside it: another program may open that one. */
	#add(node: Node, path: readonly string[]): void {
		const folder = path.slice(0, -1);
		const key = keyOf(folder);
		const beside = this.#children.get(key) ?? new Map<string, Entry>();
		this.#children.set(key, beside);
		let name = node.name;
		if (beside.has(name.toLowerCase())) {
			this.isOdd = true;
			name += `'${beside.size}`;
		}
		const { kind, start, size } = node;
		beside.set(name.toLowerCase(), { name, kind, start, size, path: [...folder, name] });
	}
}

function nodesOf(directory: Bytes, version: number): Node[] {
	const nodes: Node[] = [];
	for (let at = 0; at + ENTRY_BYTES <= directory.length; at += ENTRY_BYTES) {
		const nameBytes = Math.max(Math.min(at16(directory, at + 64), 64) - 2, 0);
		nodes.push({
			name: new TextDecoder("utf-16le", { ignoreBOM: true }).decode(directory.subarray(at, at + nameBytes)),
			kind: directory[at + 66] ?? 0,
			left: at32(directory, at + 68),
			right: at32(directory, at + 72),
			child: at32(directory, at + 76),
			start: at32(directory, at + 116),
			size: version === 3 ? at32(directory, at + 120) : at64(directory, at + 120),
		});
	}
	return nodes;
}

function keyOf(path: readonly string[]): string {
	return path.join("\0\0"); // no name has two of them side by side and is found by a program
}

function numbers(bytes: Bytes): Uint32Array {
	const found = new Uint32Array(bytes.length >> 2);
	for (let index = 0; index < found.length; index++) found[index] = at32(bytes, 4 * index);
	return found;
}

export function joined(pieces: readonly Bytes[]): Bytes {
	const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
	let at = 0;
	for (const piece of pieces) {
		whole.set(piece, at);
		at += piece.length;
	}
	return whole;
}
