// Texts of a Word file's automatic numbering (MS-DOC 2.9.131, 2.9.150): "Điều 1." stands in no paragraph. Twin of
// backend/documents/compound/word_lists.py.

import { decodeCodePage, UTF_16 } from "../code_page.ts";
import { PLAIN as PLAIN_RUN, StyledText } from "../styled_text.ts";
import { LETTERS } from "../word/story.ts";
import { at16 } from "./numbers.ts";
import { TABLE, type WordFile } from "./word_file.ts";
import type { Formats } from "./word_formats.ts";
import { changed, PLAIN } from "./word_modifiers.ts";

const LIST_BYTES = 28;
const LEVEL_BYTES = 28;
const SIMPLE_AT = 26;
const CHARACTERS_AT = 24;
const PARAGRAPHS_AT = 25;
const LEVELS = 9; // of a list that is not simple
const NUMBERS = /[\u0000-\u001f]/gu; // where the numbers of levels go

/** Texts with letters; what ends before it should is left out, for nothing of the paper depends on it. */
export function numberingLines(file: WordFile, formats: Formats): string[] {
	const lists = file.part(TABLE.lists);
	let levels = 0;
	for (let at = 2; at + LIST_BYTES <= lists.length; at += LIST_BYTES)
		levels += (lists[at + SIMPLE_AT] ?? 0) & 1 ? 1 : LEVELS;
	const lines: string[] = [];
	const { table } = file;
	let at = file.endOf(TABLE.lists);
	for (let level = 0; level < levels && at + LEVEL_BYTES <= table.length; level++) {
		const properties = at + LEVEL_BYTES + (table[at + PARAGRAPHS_AT] ?? 0);
		at = properties + (table[at + CHARACTERS_AT] ?? 0);
		const look = changed(formats.standard, table.subarray(properties, at), PLAIN);
		const length = at16(table, at);
		const text = decodeCodePage(table.subarray(at + 2, at + 2 + 2 * length), UTF_16);
		at += 2 + 2 * length;
		const capitals = look.capitals || look.smallCapitals;
		const story = new StyledText();
		story.add(text.replace(NUMBERS, ""), { ...PLAIN_RUN, font: formats.font(look.fontOther), capitals });
		lines.push(...(story.end().pages[0] ?? []).filter((line) => LETTERS.test(line)));
	}
	return lines;
}
