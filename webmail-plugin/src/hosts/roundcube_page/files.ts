// Files of the letter: those Roundcube's server keeps for it, by the lines of its list, and those drawn in the body.

import type { AttachedFile } from "../host.ts";
import type { FileNote } from "../page/adapter.ts";
import { type DrawnFile, readDrawn } from "../roundcube/drawn_files.ts";
import { find } from "../roundcube/selectors.ts";
import type { Body } from "./body.ts";
import { SELECTORS } from "./selectors.ts";

const NOTE = "congvu-note";

export class Files {
	readonly #page: Document;
	readonly #body: Body;
	readonly #drawnName: string;
	readonly #numbers = new Map<string, number>(); // by URI

	/** @param drawnName what a picture in the body is called; a number follows */
	constructor(page: Document, body: Body, drawnName: string) {
		this.#page = page;
		this.#body = body;
		this.#drawnName = drawnName;
	}

	attached(): AttachedFile[] {
		const lines = [...this.#page.querySelectorAll<HTMLElement>(SELECTORS.storedFile)];
		return [...lines.map((line) => this.#stored(line)), ...this.#body.drawn().map((file) => this.#drawn(file))];
	}

	/** A line of the extension's own in the list. */
	note(name: string): FileNote {
		const line = this.#page.createElement("li");
		line.className = "congvu-held";
		line.append(name);
		find(this.#page, SELECTORS.files).append(line);
		return { say: (text) => say(line, text), remove: () => line.remove() };
	}

	#stored(line: HTMLElement): AttachedFile {
		const name = nameOf(line);
		return {
			id: line.id,
			name,
			inBody: false,
			passed: null,
			read: () => this.#read(line.id, name),
			remove: () => line.querySelector<HTMLElement>(SELECTORS.removeFile)?.click(),
			hold: (note) => say(line, note ?? ""),
		};
	}

	#drawn(drawn: DrawnFile): AttachedFile {
		const number = this.#numbers.get(drawn.uri) ?? this.#numbers.size + 1;
		this.#numbers.set(drawn.uri, number);
		const name = `${this.#drawnName} ${number}`;
		return {
			id: `congvu-drawn-${number}`,
			name,
			inBody: true,
			passed: null,
			read: () => (drawn.uri.startsWith("blob:") ? readShown(drawn.uri, name) : readNow(drawn, name)),
			remove: () => this.#body.erase(drawn.uri),
			hold: () => undefined, // the panel names it
		};
	}

	/** By the address that the link of its line leads to. */
	async #read(id: string, name: string): Promise<File> {
		const compose = find<HTMLInputElement>(this.#page, `${SELECTORS.form} ${SELECTORS.composeId}`).value;
		const query = new URLSearchParams({ _task: "mail", _action: "display-attachment", _id: compose, _file: id });
		const answer = await fetch(new URL(`./?${query}`, this.#page.baseURI), { credentials: "same-origin" });
		const type = answer.headers.get("content-type") ?? "";
		// after the session's end the log-in page comes instead, with status 200; only files come with this policy
		const isPage =
			type.startsWith("text/html") && answer.headers.get("content-security-policy") !== "script-src 'none'";
		if (!answer.ok || answer.redirected || isPage) throw new Error("the server did not give the attachment back");
		const bytes = await answer.arrayBuffer();
		if (bytes.byteLength === 0) throw new Error("the server gave an empty attachment back");
		return new File([bytes], name, { type });
	}
}

/** Without its size and what is for screen readers only. */
function nameOf(line: HTMLElement): string {
	return line.querySelector(SELECTORS.fileName)?.textContent?.trim() ?? "";
}

function say(line: HTMLElement, text: string): void {
	const there = line.querySelector(`.${NOTE}`);
	if ((there?.textContent ?? "") === text) return; // the list is watched
	there?.remove();
	if (text === "") return;
	const note = line.ownerDocument.createElement("span");
	note.className = NOTE;
	note.setAttribute("role", "status");
	note.textContent = text;
	line.append(note);
}

async function readNow(drawn: DrawnFile, name: string): Promise<File> {
	return readDrawn(drawn, name);
}

async function readShown(address: string, name: string): Promise<File> {
	const blob = await (await fetch(address)).blob();
	return new File([blob], name, { type: blob.type });
}
