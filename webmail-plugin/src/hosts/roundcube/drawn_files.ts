// Files drawn into an HTML body as data: URIs (a pasted picture, a signature's logo).

export interface DrawnFile {
	readonly uri: string;
	readonly mediaType: string;
}

const WITHIN = /data:[^"'\s)]*,[^"'\s)]*/giu;

/** Every data: URI in an attribute or a style, wherever it stands; each once, in the order of the body. */
export function drawnFiles(html: string): readonly DrawnFile[] {
	if (!/data:/iu.test(html)) return [];
	const uris = [...elements(html)].flatMap((element) => [
		...[...element.attributes].flatMap(({ value }) => urisIn(value)),
		...(element.localName === "style" ? urisIn(element.textContent) : []),
	]);
	return [...new Set(uris)].map((uri) => ({ uri, mediaType: /^data:([^;,]*)/iu.exec(uri)?.[1] ?? "" }));
}

/** The HTML without the elements that draw this file. */
export function withoutDrawn(html: string, uri: string): string {
	const parsed = parse(html);
	for (const element of parsed.querySelectorAll("*")) {
		const drawn = [...element.attributes].some(({ value }) => urisIn(value).includes(uri));
		if (drawn || (element.localName === "style" && urisIn(element.textContent).includes(uri))) element.remove();
	}
	return parsed.innerHTML;
}

/** @throws Error when the URI does not hold what it says. */
export function readDrawn({ uri, mediaType }: DrawnFile, name: string): File {
	const comma = uri.indexOf(",");
	const content = uri.slice(comma + 1);
	const encoded = /;base64\s*$/iu.test(uri.slice(0, comma));
	const bytes = encoded
		? Uint8Array.from(atob(decodeURIComponent(content)), (character) => character.charCodeAt(0))
		: new TextEncoder().encode(decodeURIComponent(content));
	return new File([bytes], name, { type: mediaType });
}

function urisIn(value: string): string[] {
	const trimmed = value.trim();
	return /^data:/iu.test(trimmed) ? [trimmed] : (value.match(WITHIN) ?? []);
}

function elements(html: string): NodeListOf<Element> {
	return parse(html).querySelectorAll("*");
}

/** Body and head alike: a parser moves a leading <style> into the head. */
function parse(html: string): Element {
	const whole = new DOMParser().parseFromString(html, "text/html");
	whole.body.prepend(...whole.head.childNodes);
	return whole.body;
}
