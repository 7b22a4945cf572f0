// The body of the letter as the page holds it: a text area, or TinyMCE's frame in front of it.

import type { Rewriting } from "../host.ts";
import { putHtml } from "../page/put_html.ts";
import { type DrawnFile, drawnFiles, withoutDrawn } from "../roundcube/drawn_files.ts";
import { htmlLines, rewrittenHtml } from "../roundcube/html_lines.ts";
import { find } from "../roundcube/selectors.ts";
import { SELECTORS } from "./selectors.ts";

export class Body {
	readonly #page: Document;

	constructor(page: Document) {
		this.#page = page;
	}

	/** TinyMCE's document; null while the body is plain text.
	 *  @throws Error while it is being made. */
	editor(): Document | null {
		const frame = this.#page.querySelector<HTMLIFrameElement>(SELECTORS.editor);
		if (frame === null) return null;
		if (!frame.contentDocument?.body) throw new Error("the editor is not there yet");
		return frame.contentDocument;
	}

	lines(): readonly string[] {
		const html = this.#html();
		return html === null ? this.#field().value.split(/\r?\n/u) : htmlLines(html);
	}

	rewrite(change: (texts: readonly string[]) => readonly string[]): Rewriting {
		const before = this.#written();
		this.#write(this.#html() === null ? change(before.split("\n")).join("\n") : rewrittenHtml(before, change));
		const after = this.#written();
		const stands = () => this.#written() === after;
		return {
			get stands() {
				return stands();
			},
			undo: () => {
				if (stands()) this.#write(before);
			},
		};
	}

	/** TinyMCE shows a picture by an address of its own (blob:) and writes it out when the letter leaves. */
	drawn(): readonly DrawnFile[] {
		const html = this.#html();
		if (html === null) return [];
		const shown = [...(this.editor()?.querySelectorAll<HTMLImageElement>('img[src^="blob:"]') ?? [])];
		const uris = new Set(shown.map(({ src }) => src));
		return [...drawnFiles(html), ...[...uris].map((uri) => ({ uri, mediaType: "" }))];
	}

	erase(uri: string): void {
		const html = this.#html();
		if (html === null) return;
		const pictures = [...(this.editor()?.images ?? [])].filter(({ src }) => src === uri);
		for (const picture of pictures) picture.remove();
		if (pictures.length === 0) this.#write(withoutDrawn(html, uri));
		else this.#changed();
	}

	#written(): string {
		return this.#html() ?? this.#field().value;
	}

	#html(): string | null {
		return this.editor()?.body.innerHTML ?? null;
	}

	#field(): HTMLTextAreaElement {
		return find<HTMLTextAreaElement>(this.#page, SELECTORS.body);
	}

	#write(text: string): void {
		const editor = this.editor();
		if (editor === null) this.#field().value = text;
		else putHtml(editor.body, text);
		this.#changed();
	}

	#changed(): void {
		const place = this.editor()?.body ?? this.#field();
		for (const event of ["input", "change"]) place.dispatchEvent(new Event(event, { bubbles: true }));
	}
}
