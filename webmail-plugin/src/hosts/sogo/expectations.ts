// What the adapter relies on in SOGo's page. Anything missing is named, never passed over.

import type { Expectation } from "../page/adapter.ts";
import { SELECTORS } from "./selectors.ts";

const IN_A_COMPOSER = {
	recipients_to: `${SELECTORS.to} ${SELECTORS.chipInput}`,
	recipients_cc: `${SELECTORS.cc} ${SELECTORS.chipInput}`,
	recipients_bcc: `${SELECTORS.bcc} ${SELECTORS.chipInput}`,
	sender: SELECTORS.sender,
	subject: SELECTORS.subject,
	body: `${SELECTORS.plainBody}, ${SELECTORS.htmlBody}, ${SELECTORS.sourceBody}`,
	send_button: SELECTORS.send,
	save_button: SELECTORS.save,
	attachments: SELECTORS.attachments,
	file_input: `${SELECTORS.attachments} ${SELECTORS.fileInput}`,
	panel_place: SELECTORS.content,
} as const;

export function expectationsOf(page: ParentNode): readonly Expectation[] {
	const composers = [...page.querySelectorAll(SELECTORS.composer)];
	const stray = [...page.querySelectorAll(SELECTORS.strayParts)];
	return [
		{ code: "composer", holds: stray.every((part) => part.closest(SELECTORS.composer) !== null) },
		...Object.entries(IN_A_COMPOSER).map(([code, selector]) => ({
			code,
			holds: composers.every((composer) => composer.querySelector(selector) !== null),
		})),
		{ code: "recipient_text", holds: composers.every(chipsAreReadable) },
	];
}

function chipsAreReadable(composer: Element): boolean {
	const chips = composer.querySelectorAll([SELECTORS.to, SELECTORS.cc, SELECTORS.bcc].map(chipsIn).join());
	return [...chips].every((chip) => chip.querySelector(SELECTORS.chipText) !== null);
}

function chipsIn(field: string): string {
	return `${field} ${SELECTORS.chip}`;
}
