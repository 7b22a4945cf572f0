// RTF as tokens (Rich Text Format Specification 1.9.1): groups, control words and symbols, bytes of text. Twin of
// backend/documents/rtf/tokens.py.

export type Token =
	| { readonly kind: "open"; readonly ends: number }
	| { readonly kind: "close"; readonly ends: number }
	| { readonly kind: "word"; readonly text: string; readonly number: number | null; readonly ends: number }
	| { readonly kind: "symbol"; readonly text: string; readonly ends: number }
	/** Binary text: a character for each byte. */
	| { readonly kind: "text"; readonly text: string; readonly ends: number }
	/** Bytes of \bin, `length` of them if the file is whole. */
	| { readonly kind: "binary"; readonly text: string; readonly length: number; readonly ends: number };

const TOKEN =
	/([{}])|\\([A-Za-z]{1,32})(-?[0-9]{1,10})? ?|\\'([0-9A-Fa-f]{2})|\\([^A-Za-z])|([^\\{}\r\n\0]+)|[\r\n\0]+/uy;

export function* tokens(data: string): Generator<Token> {
	const pattern = new RegExp(TOKEN);
	for (let found = pattern.exec(data); found !== null; found = pattern.exec(data)) {
		const [, brace, word, number, hexadecimal, symbol, text] = found;
		const ends = pattern.lastIndex;
		if (text !== undefined) yield { kind: "text", text, ends };
		else if (word !== undefined) {
			const parameter = number === undefined ? null : Number(number);
			if (word === "bin" && parameter !== null && parameter > 0) {
				pattern.lastIndex = ends + parameter;
				yield { kind: "binary", text: data.slice(ends, ends + parameter), length: parameter, ends: ends + parameter };
			} else yield { kind: "word", text: word, number: parameter, ends };
		} else if (hexadecimal !== undefined) {
			yield { kind: "text", text: String.fromCharCode(Number.parseInt(hexadecimal, 16)), ends };
		} else if (brace !== undefined) yield { kind: brace === "{" ? "open" : "close", ends };
		else if (symbol !== undefined) yield { kind: "symbol", text: symbol, ends };
	}
}
