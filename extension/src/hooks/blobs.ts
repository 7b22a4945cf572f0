// Where a page's Blobs and Files come from: parts of others keep the origin of what they are parts of.

import { isBlob, isFile } from "./brands.ts";
import type { Papers } from "./papers.ts";
import { nativeConstructor, type Realm, replaceMethod, watchConstructor } from "./realm.ts";

export function watchBlobs(realm: Realm, papers: Papers): void {
	replaceMethod<Blob>(
		realm.Blob.prototype,
		"slice",
		(native) =>
			function (this: Blob, ...given) {
				const part = native.apply(this, given);
				papers.isSliceOf(part, this);
				return part;
			},
	);
	for (const name of ["Blob", "File"]) {
		watchConstructor<Blob>(realm, name, ([iterable, ...others]) => {
			const parts = isIterable(iterable) ? [...iterable] : [];
			return {
				given: isIterable(iterable) ? [parts, ...others] : iterable === undefined ? [] : [iterable, ...others],
				made: (blob) => papers.isMadeOf(blob, parts),
			};
		});
	}
	watchFormData(realm, papers, nativeConstructor(realm, "File"));
	watchAddresses(realm, papers);
}

/** A form gives back another object than it was given, if it was given a Blob or a name: so give it a File. */
function watchFormData(realm: Realm, papers: Papers, NativeFile: typeof File): void {
	for (const method of ["append", "set"]) {
		replaceMethod<unknown>(
			realm.FormData.prototype,
			method,
			(native) =>
				function (this: FormData, name: unknown, value: unknown, ...fileName: unknown[]) {
					if (!isBlob(value) || (isFile(value) && fileName.length === 0)) {
						return native.call(this, name, value, ...fileName);
					}
					const [written = "blob"] = fileName;
					const lastModified = isFile(value) ? value.lastModified : Date.now();
					const file = new NativeFile([value], String(written), { type: value.type, lastModified });
					papers.isMadeOf(file, [value]);
					return native.call(this, name, file);
				},
		);
	}
}

function watchAddresses(realm: Realm, papers: Papers): void {
	replaceMethod<string>(
		realm.URL,
		"createObjectURL",
		(native) =>
			function (this: unknown, source: unknown) {
				const address = native.call(realm.URL, source);
				if (isBlob(source) && !papers.mayBeRead(source)) papers.hasAddress(source, address);
				return address;
			},
	);
	replaceMethod<unknown>(
		realm.URL,
		"revokeObjectURL",
		(native) =>
			function (this: unknown, address: unknown) {
				papers.forgetAddress(String(address));
				return native.call(realm.URL, address);
			},
	);
}

function isIterable(value: unknown): value is Iterable<unknown> {
	return typeof value === "object" && value !== null && Symbol.iterator in value;
}
