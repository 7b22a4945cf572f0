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

	/** @throws Error while TinyMCE is being made: what leaves is in the field then, and shown nowhere. */
	lines(): readonly string[] {
		const html = this.#html();
		if (html !== null) return htmlLines(html);
		const written = this.#field().value;
		const plain = written.split(/\r?\n/u);
		return this.#leavesAsHtml ? [...plain, ...htmlLines(written)] : plain;
	}

	/** @throws Error while TinyMCE is being made. */
	rewrite(change: (texts: readonly string[]) => readonly string[]): Rewriting {
		if (this.#editor() === null && this.#leavesAsHtml) throw new Error("the editor is not there yet");
		const before = this.#written();
		this.#write(this.#editor() === null ? change(before.split("\n")).join("\n") : rewrittenHtml(before, change));
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
		const editor = this.#editor();
		if (editor === null && !this.#leavesAsHtml) return [];
		const html = editor?.body.innerHTML ?? this.#field().value;
		const shown = [...(editor?.querySelectorAll<HTMLImageElement>('img[src^="blob:"]') ?? [])];
		const uris = new Set(shown.map(({ src }) => src));
		return [...drawnFiles(html), ...[...uris].map((uri) => ({ uri, mediaType: "" }))];
	}

	erase(uri: string): void {
		const editor = this.#editor();
		const pictures = [...(editor?.querySelectorAll("img") ?? [])].filter(({ src }) => src === uri);
		for (const picture of pictures) picture.remove();
		if (pictures.length > 0) this.#changed();
		else if (editor !== null || this.#leavesAsHtml) this.#write(withoutDrawn(this.#written(), uri));
	}

	#written(): string {
		return this.#html() ?? this.#field().value;
	}

	#html(): string | null {
		const editor = this.#editor();
		if (editor === null && this.#page.querySelector(SELECTORS.editor) !== null) {
			throw new Error("the editor is not there yet");
		}
		return editor?.body.innerHTML ?? null;
	}

	/** TinyMCE's document; null while the body is plain text, and before the editor is made. */
	#editor(): Document | null {
		const made = this.#page.querySelector<HTMLIFrameElement>(SELECTORS.editor)?.contentDocument;
		return made?.body?.getAttribute("contenteditable") === "true" ? made : null;
	}

	/** Without an editor: before it is made, and from the switch on until the server has turned the text into HTML. */
	get #leavesAsHtml(): boolean {
		return this.#page.querySelector<HTMLInputElement>(SELECTORS.isHtml)?.value === "1";
	}

	#field(): HTMLTextAreaElement {
		return find<HTMLTextAreaElement>(this.#page, SELECTORS.body);
	}

	#write(text: string): void {
		const editor = this.#editor();
		if (editor === null) this.#field().value = text;
		else putHtml(editor.body, text);
		this.#changed();
	}

	#changed(): void {
		const place = this.#editor()?.body ?? this.#field();
		for (const event of ["input", "change"]) place.dispatchEvent(new Event(event, { bubbles: true }));
	}
}
