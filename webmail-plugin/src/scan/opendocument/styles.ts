// Styles of OpenDocument (ODF 1.3 part 3, section 16): capitals, hidden text, fonts and page breaks by style name. Twin of
// backend/documents/opendocument_styles.py.

import { LONGEST_CHAIN, type Look, over, PLAIN } from "../word/styles.ts";
import type { Attributes } from "../xml.ts";

interface Style {
	readonly parent: string | null;
	look: Look;
	turnsPage: boolean;
}

/** Learns from elements as they are opened. Automatic styles of one part hide those of another: each part has its own,
 *  over the common ones. */
export class OpenDocumentStyles {
	/** By family and name; the default style of a family has no name. */
	readonly #styles: Map<string, Style>;
	readonly #fonts: Map<string, string>;
	#open: Style | null = null;

	constructor(common?: OpenDocumentStyles) {
		this.#styles = new Map(common === undefined ? [] : common.#styles);
		this.#fonts = new Map(common === undefined ? [] : common.#fonts);
	}

	open(name: string, attributes: Attributes): void {
		if (name === "font-face") this.#fonts.set(attributes.get("name") ?? "", unquoted(attributes.get("font-family")));
		else if (name === "style" || name === "default-style") {
			const parent = attributes.get("parent-style-name") ?? null;
			this.#open = { parent, look: PLAIN, turnsPage: Boolean(attributes.get("master-page-name")) };
			this.#styles.set(keyOf(attributes.get("family") ?? "", attributes.get("name") ?? ""), this.#open);
		} else if (name === "text-properties" && this.#open !== null) this.#open.look = this.#look(attributes);
		else if (name === "paragraph-properties" && this.#open !== null) {
			this.#open.turnsPage ||= attributes.get("break-before") === "page";
		}
	}

	close(name: string): void {
		if (name === "style" || name === "default-style") this.#open = null;
	}

	#look(attributes: Attributes): Look {
		const transform = attributes.get("text-transform");
		const display = attributes.get("display");
		const named = attributes.get("font-name");
		const isSmall = attributes.get("font-variant") === "small-caps";
		return {
			capitals: isSmall || transform === "uppercase" ? true : transform === undefined ? null : false,
			hidden: display === undefined ? null : display === "none",
			font: unquoted(attributes.get("font-family")) || (named ? (this.#fonts.get(named) ?? named) : null),
		};
	}

	look(family: string, name: string | null): Look {
		let look = PLAIN;
		let next = name;
		for (let link = 0; link < LONGEST_CHAIN && next; link++) {
			const style = this.#styles.get(keyOf(family, next));
			if (style === undefined) break;
			look = over(look, style.look);
			next = style.parent;
		}
		return over(look, this.#styles.get(keyOf(family, ""))?.look ?? PLAIN);
	}

	turnsPage(paragraphStyle: string | null): boolean {
		return Boolean(paragraphStyle) && (this.#styles.get(keyOf("paragraph", paragraphStyle ?? ""))?.turnsPage ?? false);
	}
}

function keyOf(family: string, name: string): string {
	return `${family} ${name}`;
}

function unquoted(font: string | undefined): string {
	return (font ?? "").replace(/^['"]+|['"]+$/gu, "");
}
