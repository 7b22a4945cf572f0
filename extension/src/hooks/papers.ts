// What is known of the files and texts that a page holds: where each came from, and what layer 1 has let go.

import type { GateLine } from "../channel.ts";
import { isBlob, isFile } from "./brands.ts";
import { linesOf, mayHoldWords } from "./words.ts";

/** What a request or message carries. */
export interface Cargo {
	readonly files: readonly Blob[];
	/** As they stand in the body: a form's values, JSON, HTML, plain text. */
	readonly texts: readonly string[];
}

export const NOTHING: Cargo = { files: [], texts: [] };
const NativeFile = File; // before the page's is watched
const TEXTS_KEPT = 16;
const TEXT_MILLISECONDS = 60_000; // rules may change

export function together(cargoes: readonly Cargo[]): Cargo {
	return { files: cargoes.flatMap(({ files }) => files), texts: cargoes.flatMap(({ texts }) => texts) };
}

export class Papers {
	readonly #line: GateLine;
	readonly #cleared = new WeakSet<Blob>();
	/** Made by the page of what it had: to read it tells it nothing new. */
	readonly #made = new WeakSet<Blob>();
	readonly #origins = new WeakMap<Blob, Cargo>();
	readonly #addresses = new Map<string, Blob>(); // blob: URLs of files
	#clearedTexts: { readonly text: string; readonly until: number }[] = [];

	constructor(line: GateLine) {
		this.#line = line;
	}

	/** A part of another file is judged as that file. */
	isSliceOf(part: Blob, whole: Blob): void {
		this.#origins.set(part, this.#originOf(whole));
	}

	/** Put together by the page. What it put beside files is the page's own: its strings are judged as words, and its
	 *  bytes it had either made itself or read from a file that was let go. */
	isMadeOf(made: Blob, parts: readonly unknown[]): void {
		const blobs = parts.filter(isBlob);
		const [only] = blobs;
		if (only !== undefined && parts.length === 1 && !this.#origins.has(only)) this.#isCopyOf(made, only);
		else if (blobs.length > 0 || parts.every((part) => typeof part === "string")) {
			const texts = parts.filter((part) => typeof part === "string");
			this.#origins.set(made, together([...blobs.map((blob) => this.#originOf(blob)), { files: [], texts }]));
		} else this.#made.add(made);
	}

	hasAddress(file: Blob, address: string): void {
		this.#addresses.set(address, file);
	}

	forgetAddress(address: string): void {
		this.#addresses.delete(address);
	}

	/** What is fetched from this address, if it is a file that the page holds. */
	at(address: string): Cargo {
		const file = this.#addresses.get(address);
		return file === undefined || this.mayBeRead(file) ? NOTHING : { files: [file], texts: [] };
	}

	/** Nothing in it has to be asked about. */
	isFree(cargo: Cargo): boolean {
		if (this.#line.standsBack) return true;
		const { files, texts } = this.#open(cargo);
		return files.length === 0 && !texts.some((text) => mayHoldWords(text) && !this.#isCleared(text) && hasLines(text));
	}

	/** True when layer 1 lets all of it go. */
	async allows(cargo: Cargo): Promise<boolean> {
		if (this.#line.standsBack) return true;
		const { files, texts } = this.#open(cargo);
		if (files.length > 0 && (await this.#line.judgeFiles(files.map(asFile))) !== "allow") return false;
		for (const file of files) this.#cleared.add(file);
		const lines = texts.filter((text) => !this.#isCleared(text)).flatMap(linesOf);
		if (lines.length > 0 && (await this.#line.judgeText(lines)) !== "allow") return false;
		this.#clear(texts);
		return true;
	}

	/** A page reads freely what it made, what came over the network, and what was let go. */
	mayBeRead(blob: Blob): boolean {
		if (this.#line.standsBack || this.#made.has(blob)) return true;
		const { files } = this.#open({ files: [blob], texts: [] });
		return files.every((file) => !isFile(file) || this.#made.has(file));
	}

	/** True when layer 1 lets the page read it. */
	mayRead(blob: Blob): Promise<boolean> {
		return this.allows({ files: this.#originOf(blob).files, texts: [] });
	}

	#isCopyOf(copy: Blob, original: Blob): void {
		if (this.#cleared.has(original)) this.#cleared.add(copy);
		else if (!isFile(original) || this.#made.has(original)) this.#made.add(copy);
	}

	#originOf(blob: Blob): Cargo {
		return this.#origins.get(blob) ?? { files: [blob], texts: [] };
	}

	/** Down to where it came from, without what was let go. */
	#open({ files, texts }: Cargo): Cargo {
		const origin = together([...files.map((file) => this.#originOf(file)), { files: [], texts }]);
		return {
			files: [...new Set(origin.files)].filter((file) => file.size > 0 && !this.#cleared.has(file)),
			texts: origin.texts,
		};
	}

	#isCleared(text: string): boolean {
		const now = performance.now();
		return this.#clearedTexts.some((cleared) => cleared.text === text && cleared.until > now);
	}

	#clear(texts: readonly string[]): void {
		const until = performance.now() + TEXT_MILLISECONDS;
		const cleared = [...texts.filter(mayHoldWords).map((text) => ({ text, until })), ...this.#clearedTexts];
		this.#clearedTexts = cleared.slice(0, TEXTS_KEPT);
	}
}

function hasLines(text: string): boolean {
	return linesOf(text).length > 0;
}

function asFile(blob: Blob): File {
	return isFile(blob) ? blob : new NativeFile([blob], "blob", { type: blob.type });
}
