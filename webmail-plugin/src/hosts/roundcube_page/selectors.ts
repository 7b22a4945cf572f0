// Where things stand on Roundcube 1.6's page that writes a letter (Elastic), seen from outside, with what is expected
// there. What the plugin relies on too is in hosts/roundcube/selectors.ts.

import type { Expectation } from "../page/adapter.ts";
import { SELECTORS as SHARED } from "../roundcube/selectors.ts";
import { WAYS } from "./ways.ts";

export const SELECTORS = {
	...SHARED,
	...WAYS,
	/** The page that writes a letter. */
	composing: "body.action-compose",
	/** Holds every field of the letter but for its files; posted as a whole. */
	form: 'form[name="form"]',
	/** In the form: the name under which the server keeps this letter meanwhile. */
	composeId: 'input[name="_id"]',
	/** Recipients that are typed and not yet a chip. */
	typed: ["#compose_to", "#compose_cc", "#compose_bcc"].map((field) => `${field} ul.recipient-input input`).join(", "),
	/** TinyMCE's frame, while the body is HTML. */
	editor: "#composebody_ifr",
	/** "1": what is posted as the body is HTML. */
	isHtml: 'form[name="form"] input[name="_is_html"]',
	files: "#attachment-list",
	/** One of the server's files; lines of uploads have other ids. */
	storedFile: '#attachment-list li[id^="rcmfile"]',
	fileName: ".attachment-name",
	removeFile: "a.delete",
	uploading: "#attachment-list li.uploading",
} as const;

/** What an adapter cannot do without, by its stable name. */
const EXPECTED = {
	message_form: SELECTORS.form,
	compose_id: `${SELECTORS.form} ${SELECTORS.composeId}`,
	to_field: SELECTORS.recipients[0],
	cc_field: SELECTORS.recipients[1],
	bcc_field: SELECTORS.recipients[2],
	sender_field: SELECTORS.sender,
	subject_field: SELECTORS.subject,
	body_field: SELECTORS.body,
	recipients_place: SELECTORS.headers,
	attachment_list: SELECTORS.files,
	send_button: SELECTORS.send,
	save_button: SELECTORS.save,
} as const;

/** Nothing is expected of a page that writes no letter. */
export function expectationsOf(page: Document): Expectation[] {
	if (page.querySelector(SELECTORS.composing) === null) return [];
	return Object.entries(EXPECTED).map(([code, selector]) => ({ code, holds: page.querySelector(selector) !== null }));
}
