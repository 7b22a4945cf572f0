// A picture as a file: SVG as it stands, with its colours written into it; PNG painted from the same shapes, for an image
// of an SVG would need more than the page's policy allows.

const PAINTED = [
	"fill",
	"stroke",
	"stroke-width",
	"stroke-dasharray",
	"stroke-linejoin",
	"opacity",
	"font-size",
	"font-family",
	"font-weight",
	"text-anchor",
];
const SHAPES = "path, line, rect, circle, text";
const SVG = "http://www.w3.org/2000/svg";
const PNG_SCALE = 2;
const POINTER = ".pointer";

export function svgFile(svg: SVGSVGElement, title: string): Blob {
	const copy = svg.cloneNode(true) as SVGSVGElement;
	const [shapes, copies] = [svg.querySelectorAll(SHAPES), copy.querySelectorAll(SHAPES)];
	shapes.forEach((shape, index) => {
		const style = getComputedStyle(shape);
		for (const name of PAINTED) copies[index]?.setAttribute(name, style.getPropertyValue(name));
	});
	for (const pointer of copy.querySelectorAll(POINTER)) pointer.remove();
	copy.removeAttribute("aria-hidden");
	copy.setAttribute("role", "img");
	copy.prepend(backgroundOf(svg), titled(title));
	return new Blob([new XMLSerializer().serializeToString(copy)], { type: "image/svg+xml" });
}

export async function pngFile(svg: SVGSVGElement): Promise<Blob> {
	const { width, height } = svg.viewBox.baseVal;
	const canvas = document.createElement("canvas");
	[canvas.width, canvas.height] = [width * PNG_SCALE, height * PNG_SCALE];
	const brush = canvas.getContext("2d");
	if (brush === null) throw new Error("no canvas");
	brush.scale(PNG_SCALE, PNG_SCALE);
	brush.fillStyle = backgroundColour(svg);
	brush.fillRect(0, 0, width, height);
	const shown = svg.getBoundingClientRect().width / width || 1; // the page scales the picture
	for (const shape of svg.querySelectorAll<SVGGraphicsElement>(SHAPES)) {
		if (shape.closest(POINTER) === null) paint(brush, shape, shown);
	}
	return new Promise((resolve, reject) =>
		canvas.toBlob((file) => (file === null ? reject(new Error("no picture")) : resolve(file)), "image/png"),
	);
}

/** What a browser does with a link to a file. */
export function saveAs(file: Blob, name: string): void {
	const link = document.createElement("a");
	link.href = URL.createObjectURL(file);
	link.download = name;
	link.click();
	setTimeout(() => URL.revokeObjectURL(link.href), 60_000); // the download has begun by then
}

function paint(brush: CanvasRenderingContext2D, shape: SVGGraphicsElement, shown: number): void {
	const style = getComputedStyle(shape);
	const { a, b, c, d, e, f } = shape.getCTM() ?? new DOMMatrix();
	brush.save();
	brush.transform(a / shown, b / shown, c / shown, d / shown, e / shown, f / shown);
	brush.globalAlpha = opacityOf(shape);
	if (shape instanceof SVGTextContentElement) write(brush, shape, style);
	else {
		const outline = outlineOf(shape);
		if (style.fill !== "none") {
			brush.fillStyle = style.fill;
			brush.fill(outline);
		}
		if (style.stroke !== "none") {
			brush.strokeStyle = style.stroke;
			brush.lineWidth = Number.parseFloat(style.strokeWidth);
			brush.setLineDash(
				style.strokeDasharray === "none" ? [] : style.strokeDasharray.split(",").map(Number.parseFloat),
			);
			brush.stroke(outline);
		}
	}
	brush.restore();
}

function write(brush: CanvasRenderingContext2D, text: SVGTextContentElement, style: CSSStyleDeclaration): void {
	if (text.getNumberOfChars() === 0) return;
	const { x, y } = text.getStartPositionOfChar(0);
	brush.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
	brush.textAlign = "left";
	brush.fillStyle = style.fill;
	brush.fillText(text.textContent ?? "", x, y);
}

function outlineOf(shape: SVGElement): Path2D {
	const number = (name: string) => Number(shape.getAttribute(name) ?? 0);
	const path = new Path2D(shape.getAttribute("d") ?? "");
	if (shape.tagName === "rect") path.rect(number("x"), number("y"), number("width"), number("height"));
	if (shape.tagName === "circle") path.arc(number("cx"), number("cy"), number("r"), 0, 2 * Math.PI);
	if (shape.tagName === "line") {
		path.moveTo(number("x1"), number("y1"));
		path.lineTo(number("x2"), number("y2"));
	}
	return path;
}

/** With that of the groups around it. */
function opacityOf(shape: Element): number {
	let opacity = 1;
	for (let one: Element | null = shape; one !== null && one.tagName !== "svg"; one = one.parentElement) {
		opacity *= Number(getComputedStyle(one).opacity);
	}
	return opacity;
}

function backgroundColour(svg: SVGSVGElement): string {
	return getComputedStyle(svg.ownerDocument.documentElement).getPropertyValue("--paper").trim() || "white";
}

function backgroundOf(svg: SVGSVGElement): SVGElement {
	const ground = document.createElementNS(SVG, "rect");
	for (const [name, value] of [
		["width", "100%"],
		["height", "100%"],
		["fill", backgroundColour(svg)],
	] as const) {
		ground.setAttribute(name, value);
	}
	return ground;
}

function titled(words: string): SVGElement {
	const title = document.createElementNS(SVG, "title");
	title.textContent = words;
	return title;
}
