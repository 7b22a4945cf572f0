// The body of a letter in SOGo's composer: a textarea or CKEditor's frame. While CKEditor shows source text, SOGo sends
// what stood in the frame before, and that can be seen nowhere: then the body counts as unreadable.

import type { Rewriting } from "../host.ts";
import { putHtml } from "../page/put_html.ts";
import { type DrawnFile, drawnFiles, withoutDrawn } from "../roundcube/drawn_files.ts";
import { htmlLines, rewrittenHtml } from "../roundcube/html_lines.ts";
import { write } from "./recipient_fields.ts";
import { SELECTORS } from "./selectors.ts";

/** What CKEditor puts into an empty line, so that the cursor can stand there. */
const FILLING = "\u200b".repeat(7);

export class Body {
	readonly #composer: Element;

	constructor(composer: Element) {
		this.#composer = composer;
	}

	/** @throws Error before the editor is ready, and while it shows source text. */
	lines(): readonly string[] {
		const html = this.#frame()?.innerHTML;
		return html === undefined ? this.#plain().value.split(/\r?\n/u) : htmlLines(html.replaceAll(FILLING, ""));
	}

	/** @throws Error as `lines`. */
	rewrite(change: (texts: readonly string[]) => readonly string[]): Rewriting {
		const before = this.#written();
		this.#write(this.#frame() === null ? change(before.split("\n")).join("\n") : rewrittenHtml(before, change));
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

	drawn(): readonly DrawnFile[] {
		return drawnFiles(this.#frame()?.innerHTML ?? "");
	}

	erase(uri: string): void {
		const frame = this.#frame();
		if (frame !== null) this.#write(withoutDrawn(frame.innerHTML, uri));
	}

	/** What is observed for changes; null before the editor is ready. */
	get watched(): Node | null {
		return this.#frame();
	}

	#written(): string {
		return this.#frame()?.innerHTML ?? this.#plain().value;
	}

	#write(text: string): void {
		const frame = this.#frame();
		if (frame === null) {
			write(this.#plain(), text);
			return;
		}
		putHtml(frame, text);
		// CKEditor hears of changes by keys: input counts them, the release of a key tells SOGo
		frame.dispatchEvent(new Event("input", { bubbles: true }));
		frame.dispatchEvent(new KeyboardEvent("keyup", { bubbles: true }));
	}

	#frame(): HTMLElement | null {
		const frame = this.#composer.querySelector<HTMLIFrameElement>(SELECTORS.htmlBody);
		const body = frame?.contentDocument?.body ?? null;
		return body?.getAttribute("contenteditable") === "true" ? body : null;
	}

	#plain(): HTMLTextAreaElement {
		const field = this.#composer.querySelector<HTMLTextAreaElement>(SELECTORS.plainBody);
		if (field === null) throw new Error("the body cannot be read");
		return field;
	}
}
