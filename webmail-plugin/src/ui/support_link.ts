// Leads to the page where a difficulty is told to the support desk; nothing is sent before somebody presses there.

import type { Texts } from "./texts.ts";

/** As backend/web/support_page.py reads it. */
export type SupportPlace = "soan-thu" | "doc-thu" | "tien-ich";

/** @param bundle version of the rules, "" where there are none */
export function supportAddress(backendUrl: string, place: SupportPlace, bundle: string, language: string): string {
	const asked = new URLSearchParams({ "o-dau": place });
	if (bundle !== "") asked.set("quy-tac", bundle);
	if (language !== "vi") asked.set("lang", "en");
	return `${backendUrl}/vuong-mac?${asked}`;
}

export function supportLink(address: string, texts: Texts): HTMLElement {
	const line = document.createElement("p");
	line.className = "congvu-support";
	const link = document.createElement("a");
	link.href = address;
	link.target = "_blank";
	link.rel = "noopener";
	link.textContent = texts("support.link");
	line.append(link);
	return line;
}
