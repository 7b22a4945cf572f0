// What styles.xml says that changes what a reader sees: capitals, hidden text, and fonts of the old 8-bit charsets. A
// stamp typed "tối mật" in a style with capitals reads TỐI MẬT on paper; text in .VnTime or VNI-Times is not the
// letters its code points name. Twin of backend/documents/word_styles.py.

import { charsetOfFont } from "../../core/index.ts";
import { Unreadable } from "../unreadable.ts";
import { type Attributes, readXml, type XmlHandler } from "../xml.ts";

const THEME_FONT = /<(?:\w+:)?(major|minor)Font\s*>\s*<(?:\w+:)?latin\s[^>]*?typeface=["']([^"']*)/gu;
const THEME_FONTS: ReadonlyMap<string, string> = new Map([
	["+mj", "major"],
	["+mn", "minor"],
]); // as DrawingML names them
export const LONGEST_CHAIN = 20; // styles may name each other in a circle

/** Run properties that matter; null: not said here. */
export interface Look {
	readonly capitals: boolean | null;
	readonly hidden: boolean | null;
	readonly font: string | null;
}

export const PLAIN: Look = { capitals: null, hidden: null, font: null };

export function over(upper: Look, under: Look): Look {
	return {
		capitals: upper.capitals ?? under.capitals,
		hidden: upper.hidden ?? under.hidden,
		font: upper.font ?? under.font,
	};
}

export function isOn(value: string | undefined): boolean {
	return value !== "0" && value !== "false" && value !== "off";
}

/** The look after one child element of w:rPr. */
export function withProperty(look: Look, name: string, attributes: Attributes): Look {
	const on = isOn(attributes.get("val"));
	if (name === "caps" || name === "smallCaps") return { ...look, capitals: on || look.capitals === true };
	if (name === "vanish") return { ...look, hidden: on };
	const font = name === "rFonts" ? fontOf(attributes) : null;
	return font ? { ...look, font } : look;
}

/** Letters beyond ASCII are set in hAnsi; a font of the theme comes before one that is named. */
function fontOf(attributes: Attributes): string | null {
	for (const which of ["hAnsi", "ascii"]) {
		const theme = attributes.get(`${which}Theme`) ?? "";
		const named = attributes.get(which) ?? "";
		if (theme === "" && named === "") continue;
		return [...THEME_FONTS].find(([, name]) => theme.startsWith(name))?.[0] ?? named;
	}
	return null;
}

interface Style {
	readonly look: Look;
	readonly basedOn: string | null;
}

/** Looks by style id; an unknown id looks like the document's default. */
export class Styles {
	readonly #styles = new Map<string, Style>();
	readonly #theme = new Map<string, string>(); // "major", "minor" → an old charset's font
	#default = PLAIN;
	#defaultParagraph: string | null = null;

	look(direct: Look, runStyle: string | null, paragraphStyle: string | null): Look {
		const paragraph = this.#inherited(paragraphStyle || this.#defaultParagraph);
		const look = over(over(over(direct, this.#inherited(runStyle)), paragraph), this.#default);
		if (this.#theme.size === 0 || !look.font?.startsWith("+")) return look;
		return { ...look, font: this.#theme.get(THEME_FONTS.get(look.font.slice(0, 3)) ?? "") ?? null };
	}

	learnTheme(xml: string): void {
		for (const [, kind = "", font = ""] of xml.matchAll(THEME_FONT)) {
			if (charsetOfFont(font) !== null) this.#theme.set(kind, font);
		}
	}

	#inherited(styleId: string | null): Look {
		let look = PLAIN;
		let next = styleId;
		for (let link = 0; link < LONGEST_CHAIN && next; link++) {
			const style = this.#styles.get(next);
			if (style === undefined) break;
			look = over(look, style.look);
			next = style.basedOn;
		}
		return look;
	}

	learn(styleId: string, style: Style): void {
		this.#styles.set(styleId, style);
	}

	learnDefault(look: Look): void {
		this.#default = look;
	}

	learnDefaultParagraph(styleId: string): void {
		this.#defaultParagraph = styleId;
	}
}

class StylesHandler implements XmlHandler {
	readonly styles = new Styles();
	#id: string | undefined;
	#basedOn: string | null = null;
	#look = PLAIN;
	#inRunProperties = false;

	open(name: string, attributes: Attributes): void {
		if (name === "style") this.#openStyle(attributes);
		else if (name === "rPrDefault") this.#look = PLAIN;
		else if (name === "basedOn") this.#basedOn = attributes.get("val") ?? null;
		else if (name === "rPr") this.#inRunProperties = true;
		else if (this.#inRunProperties) this.#look = withProperty(this.#look, name, attributes);
	}

	#openStyle(attributes: Attributes): void {
		this.#id = attributes.get("styleId");
		this.#basedOn = null;
		this.#look = PLAIN;
		const isDefault = attributes.get("type") === "paragraph" && isOn(attributes.get("default") ?? "0");
		if (this.#id && isDefault) this.styles.learnDefaultParagraph(this.#id);
	}

	close(name: string): void {
		if (name === "rPr") this.#inRunProperties = false;
		else if (name === "rPrDefault") this.styles.learnDefault(this.#look);
		else if (name === "style" && this.#id) this.styles.learn(this.#id, { look: this.#look, basedOn: this.#basedOn });
	}

	text(): void {} // styles carry no text
}

/** Styles of a document by its parts; of a file that has none, or a damaged one, everything looks plain. */
export function readStyles(xml: ReadonlyMap<string, Uint8Array>): Styles {
	const handler = new StylesHandler();
	for (const [name, bytes] of xml) {
		if (name.includes("/theme/")) handler.styles.learnTheme(new TextDecoder().decode(bytes));
		if (name.split("/").at(-1) !== "styles.xml" || name.startsWith("word/glossary/")) continue;
		try {
			readXml(bytes, handler);
		} catch (error) {
			if (!(error instanceof Unreadable)) throw error;
			return new Styles();
		}
	}
	return handler.styles;
}
