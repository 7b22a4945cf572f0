// Word files: the body's pages first; headers, notes, comments and every other part are pages numbered 1. Twin of
// backend/documents/word_package.py.

import type { Page } from "../../core/index.ts";
import { numbered } from "../reading.ts";
import { WordStory } from "../word/story.ts";
import { readStyles } from "../word/styles.ts";
import { anyText } from "./any_text.ts";
import type { Package } from "./package.ts";
import type { Choice, Parts } from "./parts.ts";

const WORD_NAMESPACES = ["wordprocessingml", "office/word/"];
// Parts that hold no words, and what they would hold if they did: looked at only for being well formed
const WORDLESS_ROOTS = new Set(["styles", "settings", "webSettings", "fonts"]);
const WORDS = /<(?:[A-Za-z0-9_.-]+:)?(?:t|delText|instrText|delInstrText|v|textpath|sym|shape)[\s/>]/u;

export function readWord(office: Package, parts: Parts): Page[] {
	const styles = readStyles(office.xml);
	const story: Choice = (root) => {
		if (WORDLESS_ROOTS.has(root.name) && !WORDS.test(new TextDecoder("latin1").decode(root.bytes))) return null;
		if (!WORD_NAMESPACES.some((known) => root.namespace.includes(known))) return anyText(root);
		return new WordStory(styles, { paged: root.name === "document" });
	};
	return [...numbered(parts.pages(office.mainPart, story)), ...parts.rest(new Map(), story)];
}
