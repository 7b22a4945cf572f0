// The list of files below a letter in SOGo, with a line of our own for each that is held back.

import type { AttachedFile } from "../host.ts";
import type { FileNote } from "../page/adapter.ts";
import { find, SELECTORS } from "./selectors.ts";

let count = 0;

export class Attachments {
	readonly #composer: Element;
	readonly #ids = new WeakMap<Element, string>(); // SOGo keeps a file's chip as long as the file is there
	readonly #notes = new WeakMap<Element, FileNote>();

	constructor(composer: Element) {
		this.#composer = composer;
	}

	/** Those that have arrived. */
	attached(): AttachedFile[] {
		const links = this.#list().querySelectorAll<HTMLAnchorElement>(`${SELECTORS.fileLink}[href]`);
		return [...links].flatMap((link) => {
			const chip = link.closest(SELECTORS.chip);
			return chip === null ? [] : [this.#file(chip, link)];
		});
	}

	get isUploading(): boolean {
		return this.#list().querySelector(SELECTORS.uploading) !== null;
	}

	note(name: string): FileNote {
		const line = document.createElement("div");
		line.className = "congvu-held";
		line.setAttribute("role", "status");
		Object.assign(line.style, { order: "2", flex: "none", padding: "4px 16px", fontSize: "14px" }); // SOGo's list is 2nd
		const [shownName, shownNote] = [document.createElement("strong"), document.createElement("span")];
		shownName.textContent = name;
		line.append(shownName, " ", shownNote);
		this.#list().before(line);
		return {
			say: (text) => {
				if (shownNote.textContent !== text) shownNote.textContent = text; // an observer watches the letter
			},
			remove: () => line.remove(),
		};
	}

	#file(chip: Element, link: HTMLAnchorElement): AttachedFile {
		const name = link.textContent.trim();
		return {
			id: this.#idOf(chip),
			name,
			inBody: false,
			passed: null,
			read: () => read(link.href, name),
			remove: () => {
				this.#hold(chip, name, null);
				take(find<HTMLButtonElement>(chip, SELECTORS.removeFile));
			},
			hold: (note) => this.#hold(chip, name, note),
		};
	}

	#hold(chip: Element, name: string, words: string | null): void {
		const note = this.#notes.get(chip);
		if (words !== null) {
			const shown = note ?? this.note(name);
			this.#notes.set(chip, shown);
			shown.say(words);
		} else if (note !== undefined) {
			note.remove();
			this.#notes.delete(chip);
		}
	}

	#idOf(chip: Element): string {
		const id = this.#ids.get(chip) ?? `sogo-file-${++count}`;
		this.#ids.set(chip, id);
		return id;
	}

	#list(): Element {
		return find(this.#composer, SELECTORS.attachments);
	}
}

/** SOGo's button also submits its form, and a letter that counts as submitted cannot be sent any more. */
function take(button: HTMLButtonElement): void {
	button.type = "button";
	button.click();
}

/** The file itself: the address in the list shows it, a page of HTML as a page of SOGo's. */
async function read(shown: string, name: string): Promise<File> {
	const address = shown.replace(/\/(?=[^/]*$)/u, "/asAttachment/");
	const answer = await fetch(address, { credentials: "same-origin" });
	if (!answer.ok || answer.redirected) throw new Error("the server did not give the attachment back");
	const bytes = await answer.arrayBuffer();
	if (bytes.byteLength === 0) throw new Error("the server gave an empty attachment back");
	return new File([bytes], name, { type: answer.headers.get("content-type") ?? "" });
}
