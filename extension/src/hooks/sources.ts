// Where a page gets files by script: the browser's own dialog, what was dropped, the clipboard. It gets them once they
// were let go.

import { isBlob } from "./brands.ts";
import type { Papers } from "./papers.ts";
import { type Realm, replaceMethod } from "./realm.ts";

/** Not in every browser, and not all in TypeScript's list. */
interface Sources {
	readonly FileSystemFileHandle?: { readonly prototype: object };
	readonly ClipboardItem?: { readonly prototype: object };
	readonly FileSystemFileEntry?: { readonly prototype: object };
}

export function guardSources(realm: Realm, papers: Papers): void {
	const sources: Sources = realm as unknown as Sources;
	const passed = async (given: Promise<Blob>): Promise<Blob> => {
		const blob = await given;
		if (isBlob(blob) && !(await papers.allows({ files: [blob], texts: [] }))) {
			throw new realm.DOMException("The file could not be read", "NotReadableError");
		}
		return blob;
	};
	replaceMethod<Promise<Blob>>(
		sources.FileSystemFileHandle?.prototype,
		"getFile",
		(native) =>
			function (this: object) {
				return passed(native.call(this));
			},
	);
	replaceMethod<Promise<Blob>>(
		sources.ClipboardItem?.prototype,
		"getType",
		(native) =>
			function (this: object, type: unknown) {
				const given = native.call(this, type);
				return String(type).startsWith("text/") ? given : passed(given);
			},
	);
	replaceMethod<unknown>(
		sources.FileSystemFileEntry?.prototype,
		"file",
		(native) =>
			function (this: object, taken: (file: Blob) => void, failed?: (error: unknown) => void) {
				const given = (file: Blob) => void passed(Promise.resolve(file)).then(taken, failed);
				return native.call(this, given, failed);
			},
	);
}
