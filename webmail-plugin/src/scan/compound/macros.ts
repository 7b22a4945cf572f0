// Macro projects (MS-OVBA): the texts that a module's code quotes. Forms of a project are not read. Twin of
// backend/documents/compound/macros.py.

import { decodeCodePage, WESTERN } from "../code_page.ts";
import { pieces } from "../spacing.ts";
import { STREAM, type Storage } from "./file.ts";
import { at16 } from "./numbers.ts";

const PROJECT = "VBA";
const DIRECTORY = "dir";
const MOST_STARTS = 2000; // places that look like the beginning of code, from the end
const CODE_START = "Attribute ";
const QUOTED = /"((?:[^"\r\n]|"")*)"/gu;
const FORM_STREAMS = ["f", "o"];

export function hasProject(storage: Storage): boolean {
	return storage.storage(PROJECT)?.child(DIRECTORY) != null;
}

export function hasForms(storage: Storage): boolean {
	return storage.storages().some((inner) => FORM_STREAMS.every((name) => inner.child(name) !== null));
}

/** Quoted texts of all modules. Code stands at the end of a module's stream, behind what it was compiled to. */
export function macroLines(storage: Storage): string[] {
	const lines: string[] = [];
	for (const entry of storage.storage(PROJECT)?.children() ?? []) {
		const name = entry.name.toLowerCase();
		const isModule = name !== DIRECTORY && !name.startsWith("_vba_project") && !name.startsWith("__srp_");
		if (entry.kind !== STREAM || !isModule) continue;
		const code = codeOf(storage.file.read(entry));
		for (const [, quoted = ""] of code.matchAll(QUOTED)) lines.push(...pieces(quoted.replaceAll('""', '"')));
	}
	return lines;
}

/** The last container of the stream that unpacks to code. */
function codeOf(stream: Uint8Array): string {
	let left = MOST_STARTS;
	for (let at = stream.lastIndexOf(1); at >= 0 && left > 0; at = at === 0 ? -1 : stream.lastIndexOf(1, at - 1)) {
		const second = stream[at + 2] ?? 0;
		if (second < 0xb0 || second > 0xbf) continue; // its first chunk is compressed
		left -= 1;
		const code = decodeCodePage(unpacked(stream.subarray(at)), WESTERN);
		if (code.startsWith(CODE_START)) return code;
	}
	return "";
}

/** MS-OVBA 2.4.1: chunks of at most 4096 bytes, each with copies of what came before in it. */
function unpacked(container: Uint8Array): Uint8Array {
	const output: number[] = [];
	let at = 1;
	while (at + 2 <= container.length) {
		const header = at16(container, at);
		const ends = Math.min(at + (header & 0x0fff) + 3, container.length);
		if ((header & 0x7000) !== 0x3000) break;
		const chunk = container.subarray(at + 2, ends);
		if (header & 0x8000) unpackChunk(chunk, output);
		else for (const byte of chunk) output.push(byte);
		at = ends;
	}
	return Uint8Array.from(output);
}

function unpackChunk(chunk: Uint8Array, output: number[]): void {
	const begins = output.length;
	let at = 0;
	while (at < chunk.length) {
		const flags = chunk[at] ?? 0;
		at += 1;
		for (let bit = 0; bit < 8 && at < chunk.length; bit++) {
			if (!((flags >> bit) & 1)) {
				output.push(chunk[at] ?? 0);
				at += 1;
				continue;
			}
			if (at + 2 > chunk.length || !copy(at16(chunk, at), output, begins)) return;
			at += 2;
		}
	}
}

/** Whether what the token names had been unpacked before. */
function copy(token: number, output: number[], begins: number): boolean {
	const done = output.length - begins;
	const lengthBits = 16 - Math.max(32 - Math.clz32(done > 0 ? done - 1 : 0), 4);
	const offset = (token >> lengthBits) + 1;
	if (offset > done) return false;
	const length = (token & ((1 << lengthBits) - 1)) + 3;
	for (let byte = 0; byte < length; byte++) output.push(output[output.length - offset] ?? 0);
	return true;
}
