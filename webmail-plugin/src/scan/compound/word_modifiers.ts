// Property modifiers of Word files (MS-DOC 2.2.5, 2.6.1): what they change of how a run looks. Twin of
// backend/documents/compound/word_modifiers.py.

import { at16, at32 } from "./numbers.ts";

const LONG_TABLE = 0xd608; // operands whose length is written in another way
const LONG_TABS = 0xc615;
const OPERAND_BYTES: ReadonlyMap<number, number> = new Map([
	[0, 1],
	[1, 1],
	[2, 2],
	[3, 4],
	[4, 2],
	[5, 2],
	[7, 3],
]);
const AS_STYLE = 0x80;
const AGAINST_STYLE = 0x81;

/** What matters of a run's properties. Fonts are numbers of the font table: for ASCII, and for other letters. */
export interface Look {
	readonly capitals: boolean;
	readonly smallCapitals: boolean;
	readonly hidden: boolean;
	readonly deleted: boolean;
	readonly inserted: boolean;
	readonly special: boolean;
	readonly fontAscii: number;
	readonly fontOther: number;
	/** Where it stands in the stream Data. */
	readonly picture: number | null;
	readonly symbol: { readonly font: number; readonly character: number } | null;
	/** Of characters. */
	readonly style: number | null;
	/** Set by a piece. */
	readonly paragraphStyle: number | null;
}

export const PLAIN: Look = {
	capitals: false,
	smallCapitals: false,
	hidden: false,
	deleted: false,
	inserted: false,
	special: false,
	fontAscii: 0,
	fontOther: 0,
	picture: null,
	symbol: null,
	style: null,
	paragraphStyle: null,
};

type Change = (look: Look, value: number, style: Look) => Look;

const CHANGES: ReadonlyMap<number, Change> = new Map<number, Change>([
	[0x083b, (look, value, style) => ({ ...look, capitals: toggled(value, style.capitals) })],
	[0x083a, (look, value, style) => ({ ...look, smallCapitals: toggled(value, style.smallCapitals) })],
	[0x083c, (look, value, style) => ({ ...look, hidden: toggled(value, style.hidden) })],
	[0x0800, (look, value) => ({ ...look, deleted: value !== 0 })],
	[0x0801, (look, value) => ({ ...look, inserted: value !== 0 })],
	[0x0855, (look, value) => ({ ...look, special: value !== 0 })],
	[0x4a4f, (look, value) => ({ ...look, fontAscii: value })],
	[0x4a51, (look, value) => ({ ...look, fontOther: value })],
	[0x4a30, (look, value) => ({ ...look, style: value })],
	[0x4600, (look, value) => ({ ...look, paragraphStyle: value })],
	[0x6a03, (look, value) => ({ ...look, picture: value })],
	[0x6a09, (look, value) => ({ ...look, symbol: { font: value & 0xffff, character: value >>> 16 } })],
	[0x2a33, ({ deleted, inserted, special }, _, style) => ({ ...style, deleted, inserted, special })],
]);

/** The look after modifiers; `style` is what a toggle "as the style" refers to. */
export function changed(look: Look, modifiers: Uint8Array, style: Look): Look {
	let after = look;
	for (const [code, value] of modifiersIn(modifiers)) after = CHANGES.get(code)?.(after, value, style) ?? after;
	return after;
}

function toggled(value: number, ofStyle: boolean): boolean {
	return value === AS_STYLE || value === AGAINST_STYLE ? ofStyle === (value === AS_STYLE) : value !== 0;
}

/** Codes and the values of whole operands, as far as the bytes go. */
function* modifiersIn(bytes: Uint8Array): Generator<readonly [code: number, value: number]> {
	let at = 0;
	while (at + 3 <= bytes.length) {
		const code = at16(bytes, at);
		at += 2;
		let size = OPERAND_BYTES.get(code >> 13);
		if (size === undefined) [at, size] = variable(code, bytes, at);
		if (at + size > bytes.length) return;
		yield [code, at32(bytes.subarray(at, at + Math.min(size, 4)), 0)];
		at += size;
	}
}

function variable(code: number, bytes: Uint8Array, at: number): [at: number, size: number] {
	if (code === LONG_TABLE) return [at + 2, Math.max(at16(bytes, at) - 1, 0)];
	if (code === LONG_TABS && bytes[at] === 255) return [at + 1, bytes.length]; // what follows cannot be found
	return [at + 1, bytes[at] ?? 0];
}
