// The language the recogniser reads, embedded in a script of its own: webmails serve no .gz.

import packed from "@tesseract.js-data/vie/4.0.0_best_int/vie.traineddata.gz?url&inline";
import { inflatedPieces, joined } from "../native_inflate.ts";

const BASE64 = "base64,";

export async function vietnamese(): Promise<Uint8Array> {
	const letters = atob(packed.slice(packed.indexOf(BASE64) + BASE64.length));
	const bytes = new Uint8Array(letters.length);
	for (let at = 0; at < bytes.length; at++) bytes[at] = letters.charCodeAt(at);
	const pieces: Uint8Array[] = [];
	for await (const piece of inflatedPieces(bytes, "gzip", Number.POSITIVE_INFINITY)) pieces.push(piece);
	return joined(pieces);
}
