import { describe, expect, it } from "vitest";
import conformance from "../../../rules/conformance/charset.json" with { type: "json" };
import { charsetOfFont, decode, decodeRun, detect, type LegacyCharset } from "./legacy_charset.ts";
import { readText } from "./legacy_text.ts";
import { isSyllable } from "./syllables.ts";

describe("old charsets, as rules/conformance/charset.json says", () => {
	it.each(conformance.fonts)("the font $name tells its charset", ({ name, expect: expected }) => {
		expect(charsetOfFont(name)).toEqual(expected);
	});

	it.each(conformance.runs)("$name", ({ font, text, expect: expected }) => {
		const charset = charsetOfFont(font);
		expect(charset && decodeRun(text, charset).normalize("NFC")).toBe(expected.normalize("NFC"));
	});

	it.each(conformance.decode)("$charset: $text", ({ charset, text, expect: expected }) => {
		expect(decode(text, charset as LegacyCharset)).toBe(expected);
	});

	it.each(conformance.detect)("$name is recognised by content", ({ lines, expect: expected }) => {
		expect(detect(lines)?.charset ?? null).toBe(expected);
	});

	it.each(conformance.texts)("$name is read line by line", ({ lines, expect: expected }) => {
		expect(readText(lines)).toEqual(expected);
	});

	it.each(conformance.syllables.vietnamese)("%s is a syllable", (word) => expect(isSyllable(word)).toBe(true));

	it.each(conformance.syllables.other)("%s is no syllable", (word) => expect(isSyllable(word)).toBe(false));
});
