// The body of the message being written, as it would leave: plain text, or HTML from TinyMCE.

import type { Rewriting } from "../host.ts";
import { type DrawnFile, drawnFiles, withoutDrawn } from "./drawn_files.ts";
import { htmlLines, rewrittenHtml } from "./html_lines.ts";
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
		const html = this.#readable();
		return html === null ? this.#plain().split(/\r?\n/u) : htmlLines(html);
	}

	/** @throws Error while Mailvelope holds the text. */
	rewrite(change: (texts: readonly string[]) => readonly string[]): Rewriting {
		const html = this.#readable();
		const before = html ?? this.#plain();
		this.#write(html === null ? change(before.split("\n")).join("\n") : rewrittenHtml(html, change));
		const after = this.written();
		const stands = () => this.written() === after;
		return {
			get stands() {
				return stands();
			},
			undo: () => {
				if (stands()) this.#write(before);
			},
		};
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

	/** HTML, null for plain text. */
	#readable(): string | null {
		if (this.#roundcube.mailvelope_editor) throw new Error("the text is encrypted before it can be read");
		return this.#html();
	}

	#write(text: string): void {
		const editor = this.#roundcube.editor?.editor;
		if (editor) {
			editor.setContent(text);
			return;
		}
		const field = find<HTMLTextAreaElement>(this.#page, SELECTORS.body);
		field.value = text;
		for (const event of ["input", "change"]) field.dispatchEvent(new Event(event, { bubbles: true }));
	}

	#html(): string | null {
		return this.#roundcube.editor?.editor?.getContent({ format: "html" }) ?? null;
	}

	#plain(): string {
		return find<HTMLTextAreaElement>(this.#page, SELECTORS.body).value;
	}
}
