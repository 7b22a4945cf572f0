// Pictures in the body of a letter as files of the letter, each with a line below it while it is held.

import type { AttachedFile } from "../host.ts";
import type { FileNote } from "../page/adapter.ts";
import { readDrawn } from "../roundcube/drawn_files.ts";
import type { Body } from "./body.ts";

interface Known {
	readonly number: number;
	note: FileNote | null;
}

export class DrawnPictures {
	readonly #body: Body;
	readonly #name: string;
	readonly #note: (name: string) => FileNote;
	readonly #known = new Map<string, Known>(); // by URI

	/** @param name what the list of files calls a picture inside the body; a number follows */
	constructor(body: Body, name: string, note: (name: string) => FileNote) {
		this.#body = body;
		this.#name = name;
		this.#note = note;
	}

	attached(): AttachedFile[] {
		const drawn = this.#body.drawn();
		const present = new Set(drawn.map(({ uri }) => uri));
		for (const [uri, known] of this.#known) {
			if (!present.has(uri)) say(known, null); // taken out of the body by hand
		}
		return drawn.map((file) => {
			const known = this.#knownOf(file.uri);
			const name = `${this.#name} ${known.number}`;
			return {
				id: `sogo-drawn-${known.number}`,
				name,
				inBody: true,
				passed: null,
				read: async () => readDrawn(file, name),
				remove: () => this.#body.erase(file.uri),
				hold: (note: string | null) => {
					if (note !== null) known.note ??= this.#note(name);
					say(known, note);
				},
			};
		});
	}

	#knownOf(uri: string): Known {
		const known = this.#known.get(uri) ?? { number: this.#known.size + 1, note: null };
		this.#known.set(uri, known);
		return known;
	}
}

function say(known: Known, words: string | null): void {
	if (words !== null) {
		known.note?.say(words);
		return;
	}
	known.note?.remove();
	known.note = null;
}
