// Where things stand in SOGo 5.8. Each line says what is expected there; what must be there in a composer is named by
// expectations.ts, so that a newer SOGo which moved something is noticed before a letter passes by it.

import { WAYS } from "./ways.ts";

export const SELECTORS = {
	...WAYS,
	/** A letter being written: a dialog of the mail page, the calendar or the address book, or all of a window. Any number. */
	composer: "md-dialog.sg-mail-editor",
	/** What only a letter being written has; outside of every composer it means that composers are not recognised. */
	strayParts: '[ng-click^="editor.send("], [ng-model^="editor.message.editable."]',
	/** Chips of one field of recipients, and the input for the next one: one each in a composer. */
	to: 'md-chips[ng-model="editor.message.editable.to"]',
	cc: 'md-chips[ng-model="editor.message.editable.cc"]',
	bcc: 'md-chips[ng-model="editor.message.editable.bcc"]',
	chip: "md-chip",
	/** The recipient as written; a group's button stands in it too. One in a chip of recipients. */
	chipText: ".sg-tile-content",
	chipRemove: "button.md-chip-remove",
	chipInput: "input",
	/** Shows the field of Bcc; hidden once that is shown. */
	showBcc: 'button[ng-click="editor.hideBcc = false"]:not(.ng-hide)',
	/** Who writes, as `Name <address>`: one. */
	sender: 'input[name="from"]',
	subject: 'input[name="subject"]',
	/** The body of a plain letter. Of the next three a composer has one, once its editor is ready. */
	plainBody: 'textarea[name="content"]',
	/** CKEditor's frame, of the page's own origin; its document's body is the letter's. */
	htmlBody: ".cke_wysiwyg_frame",
	/** The same as source text, while the official looks at that. */
	sourceBody: "textarea.cke_source",
	/** Holds the list of files and the input that takes more: one. */
	attachments: ".sg-mail-editor-attachments",
	/** A file that is in the draft; without an address while it is being uploaded. */
	fileLink: "md-chip a",
	uploading: ".sg-chip-progress:not(.ng-hide)",
	fileInput: 'input[type="file"]',
	/** The part of a composer that scrolls; the panel stands at its top. */
	content: "md-dialog-content",
	/** What the page says of its log-in's accounts, as script text (`var mailAccounts = [...]`). */
	scripts: "script:not([src])",
} as const;

export function find<E extends Element>(place: ParentNode, selector: string): E {
	const element = place.querySelector<E>(selector);
	if (element === null) throw new Error(`the page has no ${selector}`);
	return element;
}
