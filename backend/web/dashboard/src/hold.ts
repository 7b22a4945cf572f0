// What somebody holds while the page renews itself: where the focus is, and which number each picture is pointed at.

import type { Chart } from "./charts/chart.ts";

export interface Hold {
	/** Of each picture that is pointed at, which number. */
	readonly pointed: ReadonlyMap<string, number>;
	/** Finds what has the focus in a page that was renewed; null: it is nowhere that is renewed. */
	readonly find: ((page: Document) => HTMLElement | undefined | null) | null;
}

export function holdOf(page: Document): Hold {
	const charts = [...page.querySelectorAll<Chart>("[data-chart] congvu-chart")];
	const pointed = new Map(charts.map((chart) => [nameOf(chart), chart.at]));
	return { pointed, find: finderOf(page.activeElement) };
}

/** The focus goes where it was, without moving the page. */
export function holdAgain(page: Document, { find }: Hold): void {
	find?.(page)?.focus({ preventScroll: true });
}

function finderOf(focused: Element | null): Hold["find"] {
	if (!focused?.closest("[data-region]")) return null;
	if (focused instanceof HTMLAnchorElement) {
		const href = focused.getAttribute("href");
		return (page) => [...page.querySelectorAll("a")].find((link) => link.getAttribute("href") === href);
	}
	const name = nameOf(focused);
	const place = [...(focused.closest("[data-chart]")?.querySelectorAll("[tabindex], button") ?? [])].indexOf(focused);
	return (page) => page.querySelectorAll<HTMLElement>(`[data-chart="${name}"] :is([tabindex], button)`)[place];
}

function nameOf(inside: Element): string {
	return inside.closest<HTMLElement>("[data-chart]")?.dataset.chart ?? "";
}
