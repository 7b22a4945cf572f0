// The body of the message being written, as it would leave: plain text, or HTML from TinyMCE.

import { type DrawnFile, drawnFiles, withoutDrawn } from "./drawn_files.ts";
import { htmlLines } from "./html_lines.ts";
import type { Roundcube } from "./rcmail.ts";
import { find, SELECTORS } from "./selectors.ts";

export class Body {
	readonly #roundcube: Roundcube;
	readonly #page: Document;

	constructor(roundcube: Roundcube, page: Document) {
		this.#roundcube = roundcube;
		this.#page = page;
	}

	/** @throws Error while Mailvelope holds the text. */
	lines(): readonly string[] {
		if (this.#roundcube.mailvelope_editor) throw new Error("the text is encrypted before it can be read");
		const html = this.#html();
		return html === null ? this.#plain().split(/\r?\n/u) : htmlLines(html);
	}

	drawn(): readonly DrawnFile[] {
		return drawnFiles(this.#html() ?? "");
	}

	erase(uri: string): void {
		const html = this.#html();
		if (html !== null) this.#roundcube.editor?.editor?.setContent(withoutDrawn(html, uri));
	}

	/** Changes whenever what would leave changes. */
	written(): string {
		return this.#html() ?? this.#plain();
	}

	#html(): string | null {
		return this.#roundcube.editor?.editor?.getContent({ format: "html" }) ?? null;
	}

	#plain(): string {
		return find<HTMLTextAreaElement>(this.#page, SELECTORS.body).value;
	}
}
