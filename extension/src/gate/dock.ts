// Where the extension shows itself on a page: elements of its own, each with a closed shadow root, so that neither
// dresses the other and the page reads nothing of what is said there.

import dress from "./dress.css?inline";

/** Everything the extension put onto this page. */
const ours = new WeakSet<EventTarget>();

/** Whether something happens in what the extension itself put there: the page's window sees the host alone. */
export function isOurs(event: Event): boolean {
	return event.target !== null && ours.has(event.target);
}

export interface Shade {
	readonly host: HTMLElement;
	readonly root: ShadowRoot;
	/** Put it onto the page, if it is not there: light on light, dark on dark. */
	stand(parent: Element, before: Element | null): void;
}

/** An element with a shadow root in the extension's dress.
 *  @param manner how its host stands on the page: "inline" in the composer, "corner" over the page, "none" unseen */
export function shade(manner: "inline" | "corner" | "none"): Shade {
	const host = document.createElement("div");
	host.dataset.congvu = manner;
	const root = host.attachShadow({ mode: "closed" });
	const sheet = new CSSStyleSheet();
	sheet.replaceSync(dress);
	root.adoptedStyleSheets = [sheet]; // no policy of the page's forbids it
	ours.add(host);
	const stand = (parent: Element, before: Element | null) => {
		if (host.isConnected) return;
		host.dataset.tone = isDark(parent) ? "dark" : "light";
		parent.insertBefore(host, before);
	};
	return { host, root, stand };
}

/** By the first background that is painted behind an element; a page that paints none is white. */
function isDark(element: Element): boolean {
	for (let place: Element | null = element; place !== null; place = place.parentElement) {
		const [red = 0, green = 0, blue = 0, alpha = 1] = (
			getComputedStyle(place).backgroundColor.match(/[\d.]+/gu) ?? []
		).map(Number);
		if (alpha > 0.5) return (red * 299 + green * 587 + blue * 114) / 1000 < 128;
	}
	return false;
}
