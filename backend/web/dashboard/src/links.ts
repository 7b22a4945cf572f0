// From a number to its letters: a link beside each number whose letters the visitor may see.

import { type Drilled, drilling, PARTS } from "./asked.ts";
import type { Texts } from "./words.ts";

export function linkNumbers(page: Document, texts: Texts, at: URL): void {
	for (const place of page.querySelectorAll<HTMLElement>("[data-part]")) {
		const part = PARTS.find((one) => one === place.dataset.part);
		if (part !== undefined) place.append(linkTo(page, texts, at, { part }, place.dataset.named ?? ""));
	}
	for (const [table, name] of [
		["months", "month"],
		["matters", "matter"],
	] as const) {
		for (const row of page.querySelectorAll<HTMLElement>(`[data-table="${table}"] [data-row]`)) {
			const head = row.querySelector("th");
			const drilled = { part: "COUNT", [name]: row.dataset.row } as const;
			if (row.dataset.count !== "0") head?.append(linkTo(page, texts, at, drilled, head.textContent ?? ""));
		}
	}
}

function linkTo(page: Document, texts: Texts, at: URL, drilled: Partial<Drilled>, named: string): HTMLElement {
	const small = page.createElement("small");
	const link = page.createElement("a");
	const away = page.createElement("span");
	away.className = "away";
	away.textContent = `: ${named.trim()}`;
	small.className = "no-print";
	link.href = drilling(at, drilled).href;
	link.dataset.turns = "";
	link.append(texts("letters.see"), away);
	small.append(link);
	return small;
}
