// A page of which nothing is known but that it can take files and words: all of it counts as one letter.

import type { AttachedFile, Rewriting } from "../host.ts";
import type { Composer, FileNote } from "../page/adapter.ts";
import { drawnFiles, readDrawn } from "../roundcube/drawn_files.ts";
import { drawings, rewriteWritten, writtenLines } from "./editable.ts";

export class PageComposer implements Composer {
	readonly root: Element;
	readonly watched: readonly Node[] = [];
	/** Whether what cannot be read may be confirmed by name. Nobody knows who receives it: else it is kept from everyone
	 *  outside, and who is not known is outside. */
	mayAsk = false;
	readonly #page: Document;
	readonly #again: () => void;
	readonly #drawnName: string;
	readonly #numbers = new Map<string, number>(); // by URI

	/** @param drawnName what a picture inside the text is called; a number follows
	 *  @param again takes the way out again that was held last */
	constructor(page: Document, drawnName: string, again: () => void) {
		this.#page = page;
		this.#drawnName = drawnName;
		this.root = page.documentElement;
		this.#again = again;
	}

	recipients(): readonly string[] {
		return this.mayAsk ? [] : [this.#page.location.hostname];
	}

	sender(): string {
		return "";
	}

	senders(): readonly string[] {
		return [];
	}

	changeSender(): void {}

	subject(): string {
		return "";
	}

	bodyLines(): readonly string[] {
		return writtenLines(this.#page);
	}

	rewriteBody(change: (texts: readonly string[]) => readonly string[]): Rewriting {
		return rewriteWritten(this.#page, change);
	}

	addRecipients(): void {}

	suggestSubject(): void {}

	replaceRecipient(): void {}

	/** Pictures drawn into what is written. */
	attached(): readonly AttachedFile[] {
		return drawnFiles(drawings(this.#page)).map((drawn) => {
			const number = this.#numberOf(drawn.uri);
			return {
				id: `congvu-drawn-${number}`,
				name: `${this.#drawnName} ${number}`,
				inBody: true,
				passed: null,
				read: async () => readDrawn(drawn, `${number}`),
				remove: () => undefined,
				hold: () => undefined,
			};
		});
	}

	#numberOf(uri: string): number {
		const number = this.#numbers.get(uri) ?? this.#numbers.size + 1;
		this.#numbers.set(uri, number);
		return number;
	}

	panelPlace() {
		return { parent: this.#page.body ?? this.root, before: null, corner: true };
	}

	/** There is no list of files to show it in: the panel says what is held. */
	note(): FileNote {
		return { say: () => undefined, remove: () => undefined };
	}

	isUploading(): boolean {
		return false;
	}

	send(): void {
		this.#again();
	}

	save(): void {
		this.#again();
	}
}
