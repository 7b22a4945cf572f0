// Where things stand in Roundcube 1.6 with the Elastic skin. Each line says what is expected there; a page that has no
// such element stops the plugin at its start, and PHP then refuses files.

export const SELECTORS = {
	/** Where PHP left room for the panel (hook compose_objects): one, on the compose page. */
	panel: "#congvu-panel",
	/** Where PHP left room above a message (hook message_objects): one, on the page of a message. */
	letter: "#congvu-letter",
	/** The heading of a message; the word "Subject:" for screen readers stands in it too. */
	shownSubject: "#message-header .subject",
	/** Holds every shown part of a message. */
	shownBody: "#messagebody",
	/** Textareas whose value Elastic keeps in step with its recipient boxes: three. */
	recipients: ["#_to", "#_cc", "#_bcc"],
	/** Select of identities, or an input where there is none. */
	sender: '[name="_from"]',
	subject: '[name="_subject"]',
	/** The plain-text body; TinyMCE replaces it while the body is HTML. */
	body: "#composebody",
	/** Everything that holds a recipient, so that a change in it is seen. */
	headers: "#compose-headers",
} as const;

export function find<E extends Element>(page: ParentNode, selector: string): E {
	const element = page.querySelector<E>(selector);
	if (element === null) throw new Error(`the page has no ${selector}`);
	return element;
}
