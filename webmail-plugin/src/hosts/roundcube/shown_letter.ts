// The message that Roundcube shows, in the whole page or beside the list.

import type { Author, Reading, ShownFile } from "../host.ts";
import { shownLines } from "./html_lines.ts";
import type { ShownMessage } from "./rcmail.ts";
import { find, SELECTORS } from "./selectors.ts";

/** What was quoted, and words for screen readers alone. */
const QUOTED = "blockquote, .voice, .congvu-note, .image-attachment";

export class ShownLetter implements Reading {
	readonly messageId: string;
	readonly isSent: boolean;
	readonly #page: Document;
	readonly #files: () => readonly ShownFile[];

	constructor({ message_id, sent }: ShownMessage, page: Document, files: () => readonly ShownFile[]) {
		this.messageId = message_id;
		this.isSent = sent;
		this.#page = page;
		this.#files = files;
	}

	subject(): string {
		return shownLines(find(this.#page, SELECTORS.shownSubject), `${QUOTED}, a`).join(" ");
	}

	files(): readonly ShownFile[] {
		return this.#files();
	}

	bodyLines(): readonly string[] {
		return shownLines(find(this.#page, SELECTORS.shownBody), QUOTED);
	}
}

export function authorOf({ author }: ShownMessage): Author {
	return { address: author.address.toLowerCase(), name: author.name, replyTo: author.reply_to.toLowerCase() };
}
