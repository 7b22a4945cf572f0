// What a page shows when nothing of the extension but its first script is there: one sentence and a button.

import { Words } from "./words.ts";

const DRESS = `
	section { all: initial; position: fixed; inset: auto 16px 16px auto; z-index: 2147483647; box-sizing: border-box;
		width: min(26rem, calc(100vw - 32px)); padding: 12px 16px; border: 1px solid #b3261e; border-radius: 6px;
		background: #fff; color: #1d1b1a; font: 15px/1.5 system-ui, sans-serif; box-shadow: 0 2px 12px #0004 }
	p { margin: 0 0 8px }
	button { font: inherit; padding: 4px 12px; border: 1px solid #b3261e; border-radius: 4px; background: #b3261e;
		color: #fff; cursor: pointer }
	button:focus-visible { outline: 3px solid #1d1b1a; outline-offset: 2px }
`;

let shown: HTMLElement | null = null;

/** Says that nothing leaves now, and why. Once more: says it anew. */
export function showRefusal(retry: () => void): void {
	shown?.remove();
	const words = new Words();
	const host = document.createElement("div");
	const section = document.createElement("section");
	const sentence = document.createElement("p");
	const button = document.createElement("button");
	host.dataset.congvu = "corner";
	section.setAttribute("aria-label", words.label);
	section.setAttribute("role", "alert");
	sentence.textContent = words.missing;
	button.type = "button";
	button.textContent = words.retry;
	button.addEventListener("click", () => {
		host.remove();
		retry();
	});
	section.append(sentence, button);
	const root = host.attachShadow({ mode: "closed" });
	const sheet = new CSSStyleSheet();
	sheet.replaceSync(DRESS);
	root.adoptedStyleSheets = [sheet]; // no policy of the page's forbids it
	root.append(section);
	(document.body ?? document.documentElement).append(host);
	shown = host;
}
