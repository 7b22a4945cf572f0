// What every page of the extension's begins with: its language, its title, its heading.

import { browser } from "wxt/browser";
import { storedSettings } from "../settings/stored.ts";
import { loadTexts, type TextKey, type Texts } from "../texts.ts";

/** A browser that has just started reads its policies for seconds: the page stands meanwhile, in the browser's language. */
export async function startPage(
	title: TextKey,
	content: (texts: Texts, version: string) => HTMLElement,
): Promise<void> {
	const reading = storedSettings();
	const browsers = await loadTexts(browser.i18n.getUILanguage());
	show(browsers, title, waiting(browsers));
	const { language } = (await reading).settings;
	const texts = language === "" ? browsers : await loadTexts(language);
	show(texts, title, content(texts, browser.runtime.getManifest().version));
}

function show(texts: Texts, title: TextKey, content: HTMLElement): void {
	document.documentElement.lang = texts.language;
	document.title = texts(title);
	const heading = document.querySelector("h1");
	if (heading !== null) heading.textContent = texts(title);
	document.querySelector("main")?.replaceChildren(content);
}

function waiting(texts: Texts): HTMLElement {
	const words = document.createElement("p");
	words.className = "quiet";
	words.setAttribute("role", "status");
	words.textContent = texts("page.reading");
	return words;
}
