// Presentations (PresentationML): each slide is a page, hidden or not; notes, comments and diagrams are on its page. Twin
// of backend/documents/presentation.py.

import { charsetOfFont, type Page } from "../../core/index.ts";
import { Unreadable } from "../unreadable.ts";
import { type Attributes, readXml, type XmlHandler } from "../xml.ts";
import { anyText } from "./any_text.ts";
import type { Package } from "./package.ts";
import type { Choice, Parts } from "./parts.ts";
import { placeholderClass, XmlText } from "./xml_text.ts";

const SLIDE_ROOTS = new Set(["sld", "notes", "handoutMaster", "notesMaster", "sldLayout", "sldMaster"]);
// What a master, a layout or a theme says for all runs that say nothing themselves
const STYLES = /\/(?:slidemasters|slidelayouts|theme)\/|presentation[.]xml$/u;
const CAPITALS = /[^A-Za-z0-9_]cap=["'](?:all|small)/u;
const LATIN = /<a:latin(?![A-Za-z0-9_])[^>]*[^A-Za-z0-9_]typeface=["']([^"']+)/gu;

/** The main part: relationship ids of slides in order, and what else it says. */
class Presentation implements XmlHandler {
	readonly slides: string[] = [];
	readonly #around = new XmlText();

	get lines(): readonly string[] {
		return this.#around.lines;
	}

	open(name: string, attributes: Attributes): void {
		if (name === "sldId") this.slides.push(attributes.get("id") ?? "");
		this.#around.open(name, attributes);
	}

	close(name: string): void {
		this.#around.close(name);
	}

	text(data: string): void {
		this.#around.text(data);
	}
}

/** Over a layout or a master: the classes of placeholders that it draws in capitals. */
class Capitals implements XmlHandler {
	readonly placeholders = new Set<string>();
	#within = "";

	open(name: string, attributes: Attributes): void {
		if (name === "sp" || name === "otherStyle") this.#within = "";
		else if (name === "ph") this.#within = placeholderClass(attributes);
		else if (name === "titleStyle" || name === "bodyStyle") this.#within = name.slice(0, -"Style".length);
		else if (name === "defRPr" && /^(?:all|small)$/u.test(attributes.get("cap") ?? "")) {
			this.placeholders.add(this.#within);
		}
	}

	close(): void {}
	text(): void {}
}

/** Slides in the order they are shown, then every other part with the number of the slide it hangs on. */
export function readPresentation(office: Package, parts: Parts): Page[] {
	const main = new Presentation();
	parts.read(office.mainPart, main);
	const font = inheritedFont(office);
	const text: Choice = (root) => {
		if (!SLIDE_ROOTS.has(root.name)) return anyText(root);
		const capitals = root.name === "sld" ? capitalPlaceholders(office, root.part) : new Set<string>();
		return new XmlText({ font, capitals });
	};

	const links = office.linked(office.mainPart).filter(({ kind }) => kind === "slide");
	const targets = new Map(links.map(({ id, target }) => [id, target]));
	const listed = main.slides.flatMap((slide) => targets.get(slide) ?? []);
	const order = [...new Set([...listed, ...[...new Set(targets.values())].sort()])];
	const numbers = new Map(order.map((target, index) => [target, index + 1]));
	const pages = order.map((target, index): Page => ({ number: index + 1, lines: parts.lines(target, text) }));
	pages.push(...parts.rest(office.owners(numbers), text));
	return main.lines.length === 0 ? pages : [...pages, { number: 1, lines: main.lines }];
}

/** A font of an old charset that a run may inherit from some style. */
function inheritedFont(office: Package): string | null {
	const styles = [...office.xml].filter(([name]) => STYLES.test(name.toLowerCase()));
	const written = styles.map(([, bytes]) => new TextDecoder().decode(bytes));
	const fonts = written.flatMap((style) => Array.from(style.matchAll(LATIN), ([, font]) => font ?? ""));
	return fonts.find((name) => charsetOfFont(name) !== null) ?? null;
}

/** What a slide's layout and the layout's master draw in capitals. */
function capitalPlaceholders(office: Package, slide: string): ReadonlySet<string> {
	const targets = (source: string, wanted: string) =>
		office.linked(source).flatMap(({ kind, target }) => (kind === wanted ? [target] : []));
	const layouts = targets(slide, "slideLayout");
	const masters = layouts.flatMap((layout) => targets(layout, "slideMaster"));
	const capitals = new Capitals();
	for (const style of [...layouts, ...masters]) {
		const bytes = office.part(style);
		if (!CAPITALS.test(new TextDecoder("latin1").decode(bytes))) continue;
		try {
			readXml(bytes, capitals);
		} catch (error) {
			if (!(error instanceof Unreadable)) throw error; // it is read again as a part, and said there
		}
	}
	return capitals.placeholders;
}
