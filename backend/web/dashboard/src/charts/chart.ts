// A picture on the page: it is pointed at by mouse, by finger and by arrow keys, says the number pointed at in words, and
// can be saved. In the page's own tree, so that our style sheet draws it.

import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import type { Texts } from "../words.ts";
import { nearest, type Picture, type Size } from "./picture.ts";
import { pngFile, saveAs, svgFile } from "./save.ts";

const SVG = "http://www.w3.org/2000/svg";
const HEIGHT = 250;
const [NARROWEST, WIDEST] = [300, 640];
const USUAL_LETTERS = 16; // pixels
const FAR = 10; // numbers, by Page Up and Page Down

export interface Drawing {
	/** Of its files. */
	readonly name: string;
	readonly title: string;
	readonly legend: string;
	/** Says how pictures are read. */
	readonly isFirst: boolean;
	readonly draw: (size: Size) => Picture | null;
}

export class Chart extends LitElement {
	static override readonly properties = {
		texts: { attribute: false },
		drawing: { attribute: false },
		at: { state: true },
		width: { state: true },
	};
	declare texts: Texts;
	declare drawing: Drawing;
	/** The number pointed at; -1: none. */
	declare at: number;
	declare width: number;
	#picture: Picture | null = null;
	readonly #watch = new ResizeObserver(([entry]) => {
		if (entry !== undefined) this.width = widthIn(entry.contentRect.width);
	});

	constructor() {
		super();
		this.at = -1;
		this.width = WIDEST;
	}

	override createRenderRoot(): this {
		return this;
	}

	override connectedCallback(): void {
		super.connectedCallback();
		this.width = widthIn(this.parentElement?.clientWidth ?? WIDEST);
		this.#watch.observe(this);
	}

	override disconnectedCallback(): void {
		super.disconnectedCallback();
		this.#watch.disconnect();
	}

	override willUpdate(changed: PropertyValues<this>): void {
		if (!changed.has("drawing") && !changed.has("width")) return;
		this.#picture = this.drawing.draw({ width: this.width, height: HEIGHT });
		if (this.at >= (this.#picture?.points.length ?? 0)) this.at = -1;
	}

	override render(): TemplateResult | typeof nothing {
		const picture = this.#picture;
		if (picture === null) return nothing;
		const { title, legend } = this.drawing;
		const words = picture.points[this.at]?.words ?? "";
		mark(picture, this.at);
		return html`<figure>
			<div class="pointed" role="slider" tabindex="0" aria-label=${title} aria-valuemin="0"
				aria-valuemax=${picture.points.length - 1} aria-valuenow=${Math.max(this.at, 0)}
				aria-valuetext=${words || this.texts("point")} aria-orientation=${picture.along === "x" ? "horizontal" : "vertical"}
				@pointermove=${this.#point} @pointerdown=${this.#point} @keydown=${this.#press}>${picture.svg}</div>
			<p class="told">${words || (this.drawing.isFirst ? html`<span class="hint no-print">${this.texts("point")}</span>` : nothing)}</p>
			<figcaption class="hint">${legend}</figcaption>
			<p class="no-print saving"><button type="button" class="link" @click=${this.#saveSvg}>${this.texts("save.svg")}<span
				class="away">: ${title}</span></button> · <button type="button" class="link" @click=${this.#savePng}><span
				class="away">${title} </span>${this.texts("save.png")}</button></p>
		</figure>`;
	}

	readonly #point = ({ clientX, clientY }: PointerEvent): void => {
		const picture = this.#picture;
		if (picture === null) return;
		const { left, top, width, height } = picture.svg.getBoundingClientRect();
		const box = picture.svg.viewBox.baseVal;
		const place = { x: ((clientX - left) * box.width) / width, y: ((clientY - top) * box.height) / height };
		this.at = nearest(picture, place);
	};

	readonly #press = (event: KeyboardEvent): void => {
		const last = (this.#picture?.points.length ?? 0) - 1;
		const at = this.at;
		const places: Readonly<Record<string, number>> = {
			ArrowRight: at + 1, // the first one where none is pointed at
			ArrowDown: at + 1,
			ArrowLeft: at - 1,
			ArrowUp: at - 1,
			PageDown: at + FAR,
			PageUp: at - FAR,
			Home: 0,
			End: last,
		};
		const place = places[event.key];
		if (place === undefined) return;
		event.preventDefault();
		this.at = Math.min(Math.max(place, 0), last);
	};

	readonly #saveSvg = (): void => {
		if (this.#picture !== null) saveAs(svgFile(this.#picture.svg, this.drawing.title), `${this.drawing.name}.svg`);
	};

	readonly #savePng = async (): Promise<void> => {
		if (this.#picture !== null) saveAs(await pngFile(this.#picture.svg), `${this.drawing.name}.png`);
	};
}

customElements.define("congvu-chart", Chart);

/** On a wall, where the page's letters are larger, those of pictures are too. */
function widthIn(room: number): number {
	const larger = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / USUAL_LETTERS || 1;
	return Math.round(Math.min(Math.max(room / larger, NARROWEST), WIDEST));
}

/** A line through the number pointed at, and a dot on it. */
function mark({ svg, points, along }: Picture, at: number): void {
	svg.querySelector(".pointer")?.remove();
	const point = points[at];
	if (point === undefined) return;
	const { width, height } = svg.viewBox.baseVal;
	const pointer = document.createElementNS(SVG, "g");
	pointer.setAttribute("class", "pointer");
	const ends =
		along === "x" ? { x1: point.x, x2: point.x, y1: 0, y2: height } : { x1: 0, x2: width, y1: point.y, y2: point.y };
	pointer.append(shape("line", ends), shape("circle", { cx: point.x, cy: point.y, r: 5 }));
	svg.append(pointer);
}

function shape(tag: string, sizes: Readonly<Record<string, number>>): SVGElement {
	const made = document.createElementNS(SVG, tag);
	for (const [name, value] of Object.entries(sizes)) made.setAttribute(name, String(value));
	return made;
}
