// Pictures in the body as files of the draft, each with a line in the list of attachments while it is held.

import type { AttachedFile } from "../host.ts";
import type { Body } from "./body.ts";
import { readDrawn } from "./drawn_files.ts";
import { Placeholder } from "./placeholder.ts";
import type { Roundcube } from "./rcmail.ts";

interface Known {
	readonly number: number;
	placeholder: Placeholder | null;
}

export class DrawnAttachments {
	readonly #roundcube: Roundcube;
	readonly #body: Body;
	readonly #name: string;
	readonly #known = new Map<string, Known>(); // by URI

	/** @param name what the list calls a picture inside the body; a number follows. */
	constructor(roundcube: Roundcube, body: Body, name: string) {
		this.#roundcube = roundcube;
		this.#body = body;
		this.#name = name;
	}

	attached(): AttachedFile[] {
		const drawn = this.#body.drawn();
		const present = new Set(drawn.map(({ uri }) => uri));
		for (const [uri, known] of this.#known) {
			if (!present.has(uri)) hide(known); // taken out of the body by hand
		}
		return drawn.map((file) => {
			const known = this.#knownOf(file.uri);
			const name = `${this.#name} ${known.number}`;
			return {
				id: `congvu-drawn-${known.number}`,
				name,
				inBody: true,
				passed: null,
				read: async () => readDrawn(file, name),
				remove: () => this.#body.erase(file.uri),
				hold: (note: string | null) => (note === null ? hide(known) : this.#show(known, name, note, file.uri)),
			};
		});
	}

	#knownOf(uri: string): Known {
		const known = this.#known.get(uri) ?? { number: this.#known.size + 1, placeholder: null };
		this.#known.set(uri, known);
		return known;
	}

	#show(known: Known, name: string, note: string, uri: string): void {
		if (known.placeholder === null) {
			known.placeholder = new Placeholder(this.#roundcube, name);
			known.placeholder.withdrawn.addEventListener("abort", () => this.#body.erase(uri), { once: true });
		}
		known.placeholder.say(note);
	}
}

function hide(known: Known): void {
	known.placeholder?.remove();
	known.placeholder = null;
}
