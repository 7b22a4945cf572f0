// The letter on Roundcube's page that writes one.

import { normaliseAddress } from "../../core/addresses.ts";
import type { AttachedFile, Rewriting } from "../host.ts";
import type { Composer, FileNote } from "../page/adapter.ts";
import { AddressFields, splitAddresses } from "../roundcube/address_fields.ts";
import { find } from "../roundcube/selectors.ts";
import { SenderField } from "../roundcube/sender_field.ts";
import { Body } from "./body.ts";
import { Files } from "./files.ts";
import { SELECTORS } from "./selectors.ts";

const CHANGES = { childList: true, subtree: true, characterData: true, attributeFilter: ["src"] };

export class RoundcubeComposer implements Composer {
	readonly root: Element;
	readonly watched: readonly Node[];
	readonly #page: Document;
	readonly #addresses: AddressFields;
	readonly #senders: SenderField;
	readonly #body: Body;
	readonly #files: Files;

	/** @param drawnName what a picture in the body is called; a number follows */
	constructor(page: Document, form: Element, drawnName: string) {
		this.root = form;
		this.#page = page;
		this.#addresses = new AddressFields(page);
		this.#senders = new SenderField(page);
		this.#body = new Body(page);
		this.#files = new Files(page, this.#body, drawnName);
		this.watched = [find(page, SELECTORS.files), this.#editorsPulse()];
	}

	/** Elastic makes a chip of what is typed when the field is left. */
	recipients(): readonly string[] {
		const typed = [...this.#page.querySelectorAll<HTMLInputElement>(SELECTORS.typed)];
		const entries = typed.flatMap(({ value }) => splitAddresses(value));
		const written = entries.map((entry) => normaliseAddress(entry) || entry.toLowerCase());
		return [...new Set([...this.#addresses.addresses(), ...written])];
	}

	sender(): string {
		return this.#senders.chosen();
	}

	senders(): readonly string[] {
		return this.#senders.all();
	}

	changeSender(address: string): void {
		this.#senders.change(address);
	}

	subject(): string {
		return this.#subject().value;
	}

	bodyLines(): readonly string[] {
		return this.#body.lines();
	}

	rewriteBody(change: (texts: readonly string[]) => readonly string[]): Rewriting {
		return this.#body.rewrite(change);
	}

	addRecipients(addresses: readonly string[], field: "to" | "bcc" = "to"): void {
		this.#addresses.add(addresses, field);
	}

	suggestSubject(subject: string): void {
		const field = this.#subject();
		if (field.value.trim() !== "") return;
		field.value = subject;
		field.dispatchEvent(new Event("input", { bubbles: true }));
	}

	replaceRecipient(address: string, official: string | null): void {
		this.#addresses.replace(address, official);
	}

	attached(): readonly AttachedFile[] {
		return this.#files.attached();
	}

	panelPlace() {
		const before = find(this.#page, SELECTORS.headers);
		return { parent: before.parentElement ?? this.root, before };
	}

	note(name: string): FileNote {
		return this.#files.note(name);
	}

	isUploading(): boolean {
		return this.#page.querySelector(SELECTORS.uploading) !== null;
	}

	send(): void {
		find<HTMLElement>(this.#page, SELECTORS.send).click();
	}

	save(): void {
		find<HTMLElement>(this.#page, SELECTORS.save).click();
	}

	/** Whether something happens in this letter: in its fields, its list of files or its editor's frame. */
	holds(target: Element): boolean {
		const frame = target.ownerDocument === this.#page ? null : frameOf(target);
		const here = frame ?? target;
		return this.#page.body.contains(here);
	}

	#subject(): HTMLInputElement {
		return find<HTMLInputElement>(this.#page, SELECTORS.subject);
	}

	/** TinyMCE comes and goes with the HTML/plain switch: what is written there, or put there by its scripts, is told at
	 *  a node of our own. */
	#editorsPulse(): Node {
		const pulse = this.#page.createElement("i");
		const tell = () => pulse.dispatchEvent(new Event("input"));
		const changes = new MutationObserver(tell);
		const look = () => {
			const written = this.#page.querySelector<HTMLIFrameElement>(SELECTORS.editor)?.contentDocument;
			if (written) changes.observe(written, CHANGES); // once more does no harm
		};
		new MutationObserver(look).observe(this.root, { childList: true, subtree: true });
		this.root.addEventListener("load", look, true);
		look();
		return pulse;
	}
}

function frameOf(target: Element): Element | null {
	return target.ownerDocument.defaultView?.frameElement ?? null;
}
