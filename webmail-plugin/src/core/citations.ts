// The papers a paper says it answers: "Phúc đáp Văn bản số 123/UBND-VX ngày …". A number and symbol is that of
// NĐ 30/2020/NĐ-CP, Phụ lục I, Phần I, mục II.3: 12/UBND-VX, 15/QĐ-BNV, 06/QC-TT.HĐND-UBND, older 34/2008/CT-TTg.

import { sentencesOf } from "./sentences.ts";
import { toneStripped } from "./text.ts";

const ANSWERS = /(?:phuc dap|tra loi|theo de nghi|xet de nghi|thuc hien)/u;
const SIGN = "\\p{Lu}[\\p{L}0-9&]*(?:\\.[\\p{L}0-9&]+)*";
const UNIT = "[\\p{L}0-9][\\p{L}0-9&]*(?:\\.[\\p{L}0-9&]+)*";
const SYMBOL = new RegExp(
	`(?<![\\p{L}0-9/.])([0-9]{1,6}[a-zA-Z]?) ?/ ?((?:[12][0-9]{3} ?/ ?)?)(${SIGN}(?:-${UNIT})*)`,
	"gu",
);
const MOST = 20;

/** Numbers and symbols of the papers answered, each once, in reading order. Other papers named are left out. */
export function findCitations(lines: readonly string[]): string[] {
	const found = new Map<string, string>();
	for (const sentence of sentencesOf(lines)) {
		const answers = ANSWERS.exec(toneStripped(sentence));
		if (answers === null) continue;
		for (const symbol of symbolsIn(sentence.slice(answers.index))) {
			const key = symbol.toUpperCase().replace(/^0+/u, "");
			if (!found.has(key)) found.set(key, symbol);
		}
	}
	return [...found.values()].slice(0, MOST);
}

function symbolsIn(text: string): string[] {
	return [...text.matchAll(SYMBOL)].flatMap(([, number = "", year = "", sign = ""]) => {
		const isSymbol = sign.includes("-") || (sign.length > 1 && sign === sign.toUpperCase());
		return isSymbol ? [`${number}/${year.replaceAll(" ", "")}${sign}`] : [];
	});
}
