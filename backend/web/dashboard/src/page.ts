// The page from the server, taken over piece by piece: one place writes its words and numbers, with a script or without.

import { UNATTENDED } from "./page_session.ts";

const REGION = "[data-region]";
const LINKS = ["a.language", "form.who"];

/** The page at an address, read anew. @throws Error where there is no such page any more */
export function pageAt(url: URL, isUnattended: boolean): Promise<Document> {
	return new Promise((resolve, reject) => {
		const request = new XMLHttpRequest(); // it alone reads a page that is no text to us first
		request.open("GET", url);
		request.responseType = "document";
		for (const [name, value] of Object.entries(isUnattended ? UNATTENDED : {})) request.setRequestHeader(name, value);
		request.onload = () => {
			if (request.status === 200 && request.responseXML !== null) resolve(request.responseXML);
			else reject(new Error(`the page answers ${request.status}`));
		};
		request.onerror = () => reject(new Error("the page does not answer"));
		request.send();
	});
}

/** Put what a page newly says in the place of what this one says; what somebody is choosing stays chosen. */
export function takeOver(page: Document, fresh: Document): void {
	for (const region of page.querySelectorAll<HTMLElement>(REGION)) {
		const found = fresh.querySelector(`[data-region="${region.dataset.region}"]`);
		if (found !== null) region.replaceWith(page.adoptNode(found));
	}
	for (const select of fresh.querySelectorAll<HTMLSelectElement>(".filters select")) {
		const own = page.querySelector<HTMLSelectElement>(`.filters select[name="${select.name}"]`);
		if (own !== null && own !== page.activeElement) own.value = select.value;
	}
	for (const selector of LINKS) {
		const [own, found] = [page.querySelector(selector), fresh.querySelector(selector)];
		for (const name of ["href", "action"]) {
			const value = found?.getAttribute(name);
			if (value) own?.setAttribute(name, value);
		}
	}
}

/** The address that a form of choices leads to. */
export function addressOf(form: HTMLFormElement, base: URL): URL {
	const url = new URL(form.getAttribute("action") ?? "", base);
	for (const [name, value] of new FormData(form)) if (typeof value === "string") url.searchParams.set(name, value);
	return url;
}
