// What a body carries, and a copy of it that the page can no longer change while an answer is waited for.

import { brandOf, isBlob } from "./brands.ts";
import { type Cargo, NOTHING } from "./papers.ts";

const NativeFormData = FormData; // before the page's is watched
const { append, entries, values } = FormData.prototype;

export function cargoOf(body: unknown): Cargo {
	if (body === null || body === undefined) return NOTHING;
	if (typeof body !== "object") return { files: [], texts: [String(body)] };
	if (isBlob(body)) return { files: [body], texts: [] };
	if (ArrayBuffer.isView(body) || brandOf(body) === "ArrayBuffer") return { files: [], texts: textIn(body) };
	switch (brandOf(body)) {
		case "FormData":
			return cargoOfEntries(body as FormData);
		case "URLSearchParams":
			return { files: [], texts: [...(body as URLSearchParams).values()] };
		case "HTMLDocument":
		case "XMLDocument":
			return { files: [], texts: [(body as Document).documentElement?.outerHTML ?? ""] };
		default:
			return NOTHING; // a stream: a file's waits itself (readers.ts)
	}
}

/** What a form would send. Its page hears of that by an event of its own, as when it is sent. */
export function cargoOfForm(form: HTMLFormElement): Cargo {
	return cargoOfEntries(new NativeFormData(form));
}

export function copyOf<T>(body: T): T {
	if (brandOf(body) === "FormData") {
		const copy = new NativeFormData();
		for (const [name, value] of entries.call(body)) append.call(copy, name, value as Blob);
		return copy as T;
	}
	return brandOf(body) === "URLSearchParams" ? (new URLSearchParams(String(body)) as T) : body;
}

function cargoOfEntries(data: FormData): Cargo {
	const all: readonly unknown[] = [...values.call(data)];
	// a field without a file holds an empty one, another each time
	return {
		files: all.filter(isBlob).filter(({ size }) => size > 0),
		texts: all.filter((value) => typeof value === "string"),
	};
}

/** Bytes that are UTF-8 throughout are text; others were made by the page, or read from what was let go. */
function textIn(bytes: object): string[] {
	try {
		return [new TextDecoder("utf-8", { fatal: true }).decode(bytes as BufferSource)];
	} catch {
		return [];
	}
}
