// libarchive.js ships no types for the module inside it.

declare module "libarchive.js/src/webworker/wasm-gen/libarchive.js" {
	export interface LibarchiveModule {
		readonly HEAPU8: Uint8Array<ArrayBuffer>;
		cwrap(name: string, result: string | null, arguments_: readonly string[]): (...given: unknown[]) => unknown;
		_malloc(size: number): number;
		_free(address: number): void;
		_get_next_entry(archive: number): number;
		_get_filedata(archive: number, size: number): number;
		_archive_read_data_skip(archive: number): number;
		_archive_entry_size(entry: number): number;
		_archive_entry_filetype(entry: number): number;
		_archive_entry_is_encrypted(entry: number): number;
		_archive_read_has_encrypted_entries(archive: number): number;
		_archive_close(archive: number): void;
	}

	export default function libarchive(settings: {
		readonly wasmBinary: Uint8Array;
		readonly print: () => void;
		readonly printErr: () => void;
	}): Promise<LibarchiveModule>;
}

declare module "libarchive.js/src/webworker/wasm-gen/libarchive.wasm?url&inline" {
	/** A data: address. */
	const address: string;
	export default address;
}
