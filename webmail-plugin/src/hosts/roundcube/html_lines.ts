// HTML as the lines a reader sees: every block, cell and <br> ends a line; what is never shown is left out.

const BLOCKS = new Set(
	(
		"ADDRESS ARTICLE ASIDE BLOCKQUOTE BODY CAPTION CENTER DD DETAILS DIV DL DT FIELDSET FIGCAPTION FIGURE FOOTER FORM " +
		"H1 H2 H3 H4 H5 H6 HEADER HR LEGEND LI MAIN NAV OL P PRE SECTION SUMMARY TABLE TBODY TD TFOOT TH THEAD TR UL"
	).split(" "),
);
const NEVER_SHOWN = new Set(["HEAD", "SCRIPT", "STYLE", "TEMPLATE", "TITLE"]);

/** Parsing runs no script and loads nothing. */
export function htmlLines(html: string): string[] {
	const lines = [""];
	read(new DOMParser().parseFromString(html, "text/html").body, lines, false);
	return lines.map((line) => line.trim()).filter((line) => line !== "");
}

/** What is shown in an element, but for what is inside of others that match. */
export function shownLines(shown: Element, leftOut: string): string[] {
	const copy = shown.cloneNode(true) as Element;
	for (const quoted of copy.querySelectorAll(leftOut)) quoted.remove();
	const lines = [""];
	read(copy, lines, false);
	return lines.map((line) => line.trim()).filter((line) => line !== "");
}

/** The same HTML with other texts between its tags. */
export function rewrittenHtml(html: string, change: (texts: readonly string[]) => readonly string[]): string {
	const parsed = new DOMParser().parseFromString(html, "text/html");
	parsed.body.prepend(...parsed.head.childNodes); // a parser moves a leading <style> into the head
	const places = textsIn(parsed.body);
	const texts = change(places.map((place) => place.nodeValue ?? ""));
	for (const [index, place] of places.entries()) place.nodeValue = texts[index] ?? place.nodeValue;
	return parsed.body.innerHTML;
}

function textsIn(node: Node): Node[] {
	if (node.nodeType === Node.TEXT_NODE) return [node];
	return NEVER_SHOWN.has(node.nodeName.toUpperCase()) ? [] : [...node.childNodes].flatMap(textsIn);
}

function read(node: Node, lines: string[], preformatted: boolean): void {
	if (node.nodeType === Node.TEXT_NODE) {
		append(node.nodeValue ?? "", lines, preformatted);
		return;
	}
	const name = node.nodeName.toUpperCase();
	if (name === "BR") lines.push("");
	if (node.nodeType !== Node.ELEMENT_NODE || NEVER_SHOWN.has(name)) return;
	const block = BLOCKS.has(name);
	if (block) lines.push("");
	for (const child of node.childNodes) read(child, lines, preformatted || name === "PRE");
	if (block) lines.push("");
}

function append(text: string, lines: string[], preformatted: boolean): void {
	const pieces = preformatted ? text.split(/\r?\n/u) : [text.replace(/\s+/gu, " ")];
	for (const [index, piece] of pieces.entries()) {
		if (index > 0) lines.push("");
		lines[lines.length - 1] += piece;
	}
}
