// A line in Roundcube's list of attachments for a file that is held back. While it stands there with
// `complete: false`, Roundcube itself refuses to send.

import type { HeldFile } from "../host.ts";
import type { Roundcube } from "./rcmail.ts";

let count = 0;

export class Placeholder implements HeldFile {
	readonly #roundcube: Roundcube;
	readonly #id = `congvu-held-${++count}`;
	readonly #withdrawal = new AbortController();

	constructor(roundcube: Roundcube, name: string) {
		this.#roundcube = roundcube;
		// the cancel link that Roundcube puts into the line ends in uploads[id].abort()
		roundcube.uploads[this.#id] = { abort: () => this.#withdraw() };
		roundcube.add2attachment_list(this.#id, {
			name: "",
			html: '<span class="congvu-held-name"></span><span class="congvu-held-note" role="status"></span>',
			classname: "congvu-held",
			complete: false,
		});
		this.#write(".congvu-held-name", name);
	}

	get withdrawn(): AbortSignal {
		return this.#withdrawal.signal;
	}

	say(text: string): void {
		this.#write(".congvu-held-note", text);
	}

	remove(): void {
		delete this.#roundcube.uploads[this.#id];
		this.#roundcube.remove_from_attachment_list(this.#id);
	}

	#withdraw(): void {
		this.remove();
		this.#withdrawal.abort();
	}

	#write(selector: string, text: string): void {
		const list = this.#roundcube.gui_objects.attachmentlist;
		const target = list?.querySelector(`#${this.#id} ${selector}`);
		if (target && target.textContent !== text) target.textContent = text; // an observer watches the list
	}
}
