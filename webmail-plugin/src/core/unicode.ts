// The body of a letter in composed Unicode, as TCVN 6909:2001 wants it.

import { detect } from "./legacy_detection.ts";
import type { LegacyCharset } from "./legacy_tables.ts";
import { converted } from "./legacy_text.ts";

/** What a text is written in that is not composed Unicode; null when it is. */
export function oldWritingOf(lines: readonly string[]): LegacyCharset | "utf-8-nfd" | null {
	const detection = detect(lines);
	if (detection !== null) return detection.charset;
	return lines.some((line) => line !== line.normalize("NFC")) ? "utf-8-nfd" : null;
}

/** The same texts in composed Unicode, as many as were given. Capitals that only a font drew are small letters. */
export function inUnicode(texts: readonly string[]): string[] {
	const detection = detect(texts);
	const read = detection === null ? texts : converted(texts, detection.charset);
	return read.map((text) => text.normalize("NFC"));
}
