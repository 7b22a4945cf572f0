// @vitest-environment happy-dom

import { beforeEach, expect, it } from "vitest";
import { addressOf, takeOver } from "./page.ts";

const FORM = `<form class="filters" action="/bang-dieu-hanh"><select name="thang"><option value="6">6</option><option
	value="12">12</option></select></form>`;

function pageSaying(words: string, language: string): string {
	return `<a class="language" href="/bang-dieu-hanh?lang=${language}"></a><p data-region="of">${words}</p>${FORM}`;
}

beforeEach(() => {
	document.body.innerHTML = pageSaying("cũ", "en");
});

it("what the page says, and where it leads, is the newly read page's", () => {
	const fresh = document.implementation.createHTMLDocument();
	fresh.body.innerHTML = pageSaying("mới", "en&amp;thang=12");
	for (const select of fresh.querySelectorAll("select")) select.value = "12";

	takeOver(document, fresh);

	expect(document.querySelector("[data-region]")?.textContent).toBe("mới");
	expect(document.querySelector("a")?.getAttribute("href")).toBe("/bang-dieu-hanh?lang=en&thang=12");
	expect(document.querySelector("select")?.value).toBe("12");
});

it("what somebody is choosing stays chosen", () => {
	const fresh = document.implementation.createHTMLDocument();
	fresh.body.innerHTML = pageSaying("mới", "en");
	const select = document.querySelector("select");
	select?.focus();
	if (select) select.value = "12";

	takeOver(document, fresh);

	expect(select?.value).toBe("12");
});

it("choices stand in the address", () => {
	const form = document.querySelector("form") as HTMLFormElement;

	expect(addressOf(form, new URL("https://congvu.example/bang-dieu-hanh?x=1")).href).toBe(
		"https://congvu.example/bang-dieu-hanh?thang=6",
	);
});
