// Where a person writes on a page nobody knows: text areas, editable elements and editors' frames, single lines that are
// no password.

import type { Rewriting } from "../host.ts";
import { putHtml } from "../page/put_html.ts";
import { htmlLines, rewrittenHtml } from "../roundcube/html_lines.ts";
import { isElement } from "./element.ts";

const EDITABLE = '[contenteditable=""], [contenteditable="true" i], [contenteditable="plaintext-only" i]';
const FIELDS = 'textarea, input[type="text" i], input[type="email" i], input:not([type])';

/** Whether whoever writes there writes more than a single line. */
export function isWritten(target: EventTarget | null): boolean {
	if (!isElement(target)) return false;
	return target.closest(`textarea, ${EDITABLE}`) !== null || target.ownerDocument.designMode === "on";
}

/** Every text of the page that a person may have written, as lines. */
export function writtenLines(page: Document): string[] {
	const typed = fieldsOf(page).flatMap(({ value }) => value.split(/\r?\n/u));
	const lines = [...typed, ...editorsOf(page).flatMap((editor) => htmlLines(editor.innerHTML))];
	return lines.filter((line) => line.trim() !== "");
}

/** The HTML of everything editable. */
export function drawings(page: Document): string {
	return editorsOf(page)
		.map((editor) => editor.innerHTML)
		.join("\n");
}

/** As `Draft.rewriteBody`: fields by line, editors by what stands between tags. */
export function rewriteWritten(page: Document, change: (texts: readonly string[]) => readonly string[]): Rewriting {
	const places = [...fieldsOf(page).map(fieldPlace), ...editorsOf(page).map(editorPlace)].map((place) => {
		const before = place.read();
		place.rewrite(change);
		return { place, before, after: place.read() };
	});
	const stands = () => places.every(({ place, after }) => place.read() === after);
	return {
		get stands() {
			return stands();
		},
		undo: () => {
			if (stands()) for (const { place, before } of places) place.write(before);
		},
	};
}

interface Place {
	read(): string;
	write(text: string): void;
	rewrite(change: (texts: readonly string[]) => readonly string[]): void;
}

function fieldPlace(field: HTMLTextAreaElement | HTMLInputElement): Place {
	const read = () => field.value;
	const write = (text: string) => {
		if (field.value === text) return;
		field.value = text;
		for (const type of ["input", "change"]) field.dispatchEvent(new Event(type, { bubbles: true }));
	};
	return { read, write, rewrite: (change) => write(change(read().split("\n")).join("\n")) };
}

function editorPlace(editor: Element): Place {
	const read = () => editor.innerHTML;
	const write = (html: string) => {
		if (editor.innerHTML === html) return;
		putHtml(editor, html);
		editor.dispatchEvent(new Event("input", { bubbles: true }));
	};
	return { read, write, rewrite: (change) => write(rewrittenHtml(read(), change)) };
}

function fieldsOf(page: Document): (HTMLTextAreaElement | HTMLInputElement)[] {
	return [...page.querySelectorAll<HTMLTextAreaElement | HTMLInputElement>(FIELDS)];
}

/** Editable elements, and the bodies of editors' frames; a frame of another origin shows nothing of itself. */
function editorsOf(page: Document): Element[] {
	const inside = [...page.querySelectorAll("iframe")].flatMap(({ contentDocument }) => contentDocument ?? []);
	const bodies = inside.filter(({ designMode, body }) => designMode === "on" || body?.isContentEditable === true);
	return [...page.querySelectorAll(EDITABLE), ...bodies.map(({ body }) => body)];
}
