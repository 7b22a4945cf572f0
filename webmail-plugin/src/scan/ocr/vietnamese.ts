// The language the recogniser reads, embedded in a script of its own: webmails serve no .gz.

import packed from "@tesseract.js-data/vie/4.0.0_best_int/vie.traineddata.gz?url&inline";
import { gunzipSync } from "fflate";

const BASE64 = "base64,";

export function vietnamese(): Uint8Array {
	const base64 = packed.slice(packed.indexOf(BASE64) + BASE64.length);
	return gunzipSync(Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)));
}
