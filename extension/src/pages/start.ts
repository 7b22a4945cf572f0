// What every page of the extension's begins with: its language, its title, its heading.

import { browser } from "wxt/browser";
import { storedSettings } from "../settings/stored.ts";
import { loadTexts, type TextKey, type Texts } from "../texts.ts";

export async function startPage(
	title: TextKey,
	content: (texts: Texts, version: string) => HTMLElement,
): Promise<void> {
	const { language } = (await storedSettings()).settings;
	const texts = await loadTexts(language === "" ? browser.i18n.getUILanguage() : language);
	document.documentElement.lang = texts.language;
	document.title = texts(title);
	const heading = document.querySelector("h1");
	if (heading !== null) heading.textContent = texts(title);
	document.querySelector("main")?.replaceChildren(content(texts, browser.runtime.getManifest().version));
}
