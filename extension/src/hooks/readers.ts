// Pages that read a file themselves, to send its bytes in another shape: they read it once it was let go.

import { brandOf, isBlob } from "./brands.ts";
import type { Papers } from "./papers.ts";
import { type Realm, replaceConstructor, replaceMethod } from "./realm.ts";

export function guardReaders(realm: Realm, papers: Papers): void {
	const refused = () => new realm.DOMException("The file could not be read", "NotReadableError");
	for (const method of ["arrayBuffer", "text", "bytes"]) {
		replaceMethod<unknown>(
			realm.Blob.prototype,
			method,
			(native) =>
				function (this: Blob) {
					if (!isBlob(this) || papers.mayBeRead(this)) return native.call(this);
					return papers.mayRead(this).then((allowed) => {
						if (!allowed) throw refused();
						return native.call(this);
					});
				},
		);
	}
	replaceMethod<ReadableStream>(
		realm.Blob.prototype,
		"stream",
		(native) =>
			function (this: Blob) {
				if (!isBlob(this) || papers.mayBeRead(this)) return native.call(this);
				const { readable, writable } = new realm.TransformStream();
				void papers
					.mayRead(this)
					.then((allowed) => (allowed ? native.call(this).pipeTo(writable) : writable.abort(refused())))
					.catch(() => undefined); // whoever reads is told
				return readable;
			},
	);
	guardFileReader(realm, papers, refused);
	guardResponses(realm, papers);
}

function guardFileReader(realm: Realm, papers: Papers, refused: () => DOMException): void {
	const turns = new WeakMap<FileReader, object>();
	const fail = (reader: FileReader) => {
		for (const [name, value] of Object.entries({ error: refused(), readyState: reader.DONE })) {
			Object.defineProperty(reader, name, { configurable: true, value });
		}
		for (const event of ["error", "loadend"]) reader.dispatchEvent(new realm.ProgressEvent(event));
	};
	for (const method of ["readAsArrayBuffer", "readAsText", "readAsDataURL", "readAsBinaryString"]) {
		replaceMethod<unknown>(
			realm.FileReader.prototype,
			method,
			(native) =>
				function (this: FileReader, blob: unknown, ...given: unknown[]) {
					turns.delete(this);
					if (!isBlob(blob) || papers.mayBeRead(blob)) return native.call(this, blob, ...given);
					const turn = {};
					turns.set(this, turn);
					void papers.mayRead(blob).then((allowed) => {
						if (turns.get(this) !== turn) return; // aborted, or begun anew
						if (allowed) native.call(this, blob, ...given);
						else fail(this);
					});
					return undefined;
				},
		);
	}
	replaceMethod<unknown>(
		realm.FileReader.prototype,
		"abort",
		(native) =>
			function (this: FileReader) {
				turns.delete(this);
				return native.call(this);
			},
	);
}

/** `new Response(file).arrayBuffer()` reads as well: the stream it is given instead waits for its answer. */
function guardResponses(realm: Realm, papers: Papers): void {
	const { Headers: NativeHeaders, TypeError: NativeTypeError } = realm;
	replaceConstructor<Response>(realm, "Response", (native) => (given, heard) => {
		const [body, init] = given as [unknown, ResponseInit?];
		if (isBlob(body) && !papers.mayBeRead(body)) {
			const headers = new NativeHeaders(init?.headers);
			if (body.type !== "" && !headers.has("content-type")) headers.set("content-type", body.type);
			return Reflect.construct(native, [body.stream(), { ...init, headers }] as never[], heard);
		}
		if (brandOf(body) === "FormData") {
			const files: readonly unknown[] = [...(body as FormData).values()];
			if (files.filter(isBlob).some((file) => !papers.mayBeRead(file))) {
				throw new NativeTypeError("The file could not be read");
			}
		}
		return Reflect.construct(native, [...given] as never[], heard);
	});
}
