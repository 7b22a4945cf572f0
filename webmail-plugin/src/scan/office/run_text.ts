// The text of one run in its font: fonts of the old 8-bit charsets draw other letters than code points name. Twin of
// backend/documents/run_text.py.

import { charsetOfFont, decodeRun, type LegacyCharset } from "../../core/index.ts";

export class RunText {
	/** The old charset that some of it was written in. */
	charset: LegacyCharset | null = null;

	/** Tone marks may come out by themselves, meant for the run before: join runs before looking at them. */
	read(text: string, font: string | null): string {
		const old = font ? charsetOfFont(font) : null;
		if (old === null) return text;
		const decoded = decodeRun(text, old);
		if (decoded !== text) this.charset ??= old.charset;
		return decoded;
	}
}
