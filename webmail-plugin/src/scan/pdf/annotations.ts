// What stands on a page beside its content: notes, form fields, attached files; and what cannot be read of it. Twin of
// backend/documents/pdf_annotations.py.

import { pieces } from "../spacing.ts";

// Played, embedded or run, not read
const UNREAD = new Set(["Sound", "Movie", "Screen", "3D", "RichMedia"]);
// Drawn by the viewer itself when they bring no appearance: a rubber stamp "TopSecret" is only a name in the file
const DRAWN_BY_VIEWER = new Set(["Stamp", "Ink"]);

/** The fields of pdf.js's annotation data that matter. */
export interface Annotation {
	readonly subtype?: string;
	readonly hasAppearance?: boolean;
	readonly annotationFlags?: number;
	readonly contentsObj?: { readonly str: string };
	readonly richText?: { readonly str?: string } | null;
	readonly fieldValue?: unknown;
	readonly defaultFieldValue?: unknown;
	readonly fileId?: string;
}

export interface Notes {
	readonly lines: readonly string[];
	/** Ids of attached files; null for one that cannot be given. */
	readonly files: readonly (string | null)[];
	readonly unread: boolean;
	/** Some are shown but not printed: a page that is drawn as it is printed lacks them. */
	readonly shownOnly: boolean;
}

export function notesOf(annotations: readonly Annotation[]): Notes {
	const own = annotations.filter((annotation) => annotation.subtype !== "Popup"); // repeats the note it belongs to
	const attached = own.filter((annotation) => annotation.subtype === "FileAttachment");
	return {
		lines: own.flatMap((annotation) => [...new Set(textsOf(annotation))].flatMap(pieces)),
		files: attached.map((annotation) => annotation.fileId ?? null),
		unread: own.some(isUnread),
		shownOnly: own.some(isShownOnly),
	};
}

const [HIDDEN, PRINTED] = [2, 4]; // ISO 32000-1, 12.5.3

function isShownOnly({ hasAppearance, annotationFlags = 0 }: Annotation): boolean {
	return hasAppearance === true && (annotationFlags & (HIDDEN | PRINTED)) === 0;
}

function isUnread({ subtype = "", hasAppearance }: Annotation): boolean {
	return UNREAD.has(subtype) || (DRAWN_BY_VIEWER.has(subtype) && hasAppearance !== true);
}

function textsOf({ contentsObj, richText, fieldValue, defaultFieldValue }: Annotation): string[] {
	return [contentsObj?.str, richText?.str, ...values(fieldValue), ...values(defaultFieldValue)].filter(
		(text) => text !== undefined,
	);
}

function values(value: unknown): string[] {
	const several: readonly unknown[] = Array.isArray(value) ? value : [value];
	return several.filter((one) => typeof one === "string");
}
