// The message that Roundcube shows, in the whole page or beside the list.

import type { Reading } from "../host.ts";
import { shownLines } from "./html_lines.ts";
import type { ShownMessage } from "./rcmail.ts";
import { find, SELECTORS } from "./selectors.ts";

/** What was quoted, and words for screen readers alone. */
const QUOTED = "blockquote, .voice, .congvu-note, .image-attachment";

export class ShownLetter implements Reading {
	readonly messageId: string;
	readonly isSent: boolean;
	readonly #page: Document;

	constructor({ message_id, sent }: ShownMessage, page: Document) {
		this.messageId = message_id;
		this.isSent = sent;
		this.#page = page;
	}

	subject(): string {
		return shownLines(find(this.#page, SELECTORS.shownSubject), `${QUOTED}, a`).join(" ");
	}

	bodyLines(): readonly string[] {
		return shownLines(find(this.#page, SELECTORS.shownBody), QUOTED);
	}
}
