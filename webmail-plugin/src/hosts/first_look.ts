// What is told of a page and its events at a first look, before any adapter is there: too much rather than too little.
// What is held for nothing goes on as soon as the adapter says so.

import { isElement } from "./generic/element.ts";
import { WAYS as ROUNDCUBE } from "./roundcube_page/ways.ts";
import { WAYS as SOGO } from "./sogo/ways.ts";

/** A form with something in it that anybody wrote or chose. */
export const CARRYING = 'input[type="file" i], textarea, [contenteditable]';

/** Whether one of the adapters may know this page. */
export function isKnown(page: Document): boolean {
	return page.querySelector(`${ROUNDCUBE.program}, ${SOGO.application}`) !== null;
}

/** Whether this event (click, keydown, submit) may send or save a letter.
 *  @param page the outermost one of its origin */
export function mayLeave(event: Event, page: Document): boolean {
	const target = event.composedPath()[0] ?? null;
	if (!isElement(target)) return false;
	if (event.type === "submit") return target.querySelector(CARRYING) !== null;
	const ways = event.type === "click" ? buttons() : isPress(event) ? ROUNDCUBE.toPlain : null; // others click of themselves
	return ways !== null && target.closest(ways) !== null && isKnown(page);
}

function buttons(): string {
	const { send, save, ways } = ROUNDCUBE;
	return [send, save, ...Object.keys(ways), SOGO.send, SOGO.save, SOGO.removeFile].join(", ");
}

function isPress(event: Event): boolean {
	return ["Enter", " "].includes((event as KeyboardEvent).key);
}
