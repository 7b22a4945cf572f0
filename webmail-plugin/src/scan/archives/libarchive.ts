// libarchive, run inside our own worker: its wasm comes inside our script as text, so that nothing is fetched. A page
// whose policy refuses wasm has no 7z and no RAR: such a file is unsupported there.

import libarchive, { type LibarchiveModule } from "libarchive.js/src/webworker/wasm-gen/libarchive.js";
import wasmAddress from "libarchive.js/src/webworker/wasm-gen/libarchive.wasm?url&inline";
import type { Bytes } from "../reading.ts";
import { Unreadable } from "../unreadable.ts";

const REGULAR_FILE = 0o100000;
const LOCALE = "en_US.UTF-8";
let wasmBinary: Uint8Array | null = null;

export interface MemberHeader {
	readonly name: string;
	readonly isFile: boolean;
	readonly isEncrypted: boolean;
	readonly sizeBytes: number;
}

/** What libarchive could not do. Its text may name a member and must not be shown. */
export class LibarchiveError extends Error {
	readonly isUnsupported: boolean;

	constructor(told: string) {
		super("libarchive");
		this.name = "LibarchiveError";
		this.isUnsupported = told.includes("support") || told.includes("recognized");
	}
}

/** One archive in memory; a module of its own each, whose memory goes with it. Call `content` or `passOver` for the
 *  member that `next` gave. All throw LibarchiveError. */
export class MemoryArchive {
	readonly #module: LibarchiveModule;
	readonly #archive: number;
	readonly #errorText: (archive: number) => unknown;
	readonly #nameOf: (entry: number) => unknown;

	private constructor(module: LibarchiveModule, bytes: Bytes) {
		this.#module = module;
		this.#errorText = module.cwrap("archive_error_string", "string", ["number"]);
		this.#nameOf = module.cwrap("archive_entry_pathname_utf8", "string", ["number"]);
		const address = module._malloc(bytes.length);
		if (address === 0) throw new Unreadable("limit");
		module.HEAPU8.set(bytes, address);
		const open = module.cwrap("archive_open", "number", ["number", "number", "string", "string"]);
		this.#archive = open(address, bytes.length, null, LOCALE) as number;
	}

	/** @throws Unreadable unsupported, where the page's policy refuses wasm. */
	static async open(bytes: Bytes): Promise<MemoryArchive> {
		wasmBinary ??= Uint8Array.from(atob(wasmAddress.slice(wasmAddress.indexOf(",") + 1)), (c) => c.charCodeAt(0));
		const silent = () => {}; // it may name members
		const module = await libarchive({ wasmBinary, print: silent, printErr: silent }).catch(() => {
			throw new Unreadable("unsupported");
		});
		return new MemoryArchive(module, bytes);
	}

	next(): MemberHeader | null {
		const entry = this.#module._get_next_entry(this.#archive);
		if (entry === 0) {
			this.#check(this.#errorText(this.#archive) === "");
			return null;
		}
		return {
			name: String(this.#nameOf(entry) ?? ""),
			isFile: this.#module._archive_entry_filetype(entry) === REGULAR_FILE,
			isEncrypted: this.#module._archive_entry_is_encrypted(entry) > 0,
			sizeBytes: this.#module._archive_entry_size(entry) >>> 0,
		};
	}

	/** One byte more is asked for than there should be: only then are checksums compared. */
	content({ sizeBytes }: MemberHeader): Bytes {
		const address = this.#module._get_filedata(this.#archive, sizeBytes + 1);
		this.#check(address > 0);
		const content = this.#module.HEAPU8.slice(address, address + sizeBytes);
		this.#module._free(address);
		return content;
	}

	passOver(): void {
		this.#check(this.#module._archive_read_data_skip(this.#archive) >= 0);
	}

	/** Whether an encrypted member was met so far, or the directory itself is encrypted. */
	get hasEncryptedMembers(): boolean {
		return this.#module._archive_read_has_encrypted_entries(this.#archive) > 0;
	}

	close(): void {
		this.#module._archive_close(this.#archive);
	}

	#check(isWell: boolean): void {
		if (!isWell) throw new LibarchiveError(String(this.#errorText(this.#archive)));
	}
}
