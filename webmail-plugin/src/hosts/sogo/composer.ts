// One letter being written in SOGo, put together from its parts.

import type { AttachedFile, Rewriting } from "../host.ts";
import type { Composer, FileNote } from "../page/adapter.ts";
import { Attachments } from "./attachments.ts";
import { Body } from "./body.ts";
import { DrawnPictures } from "./drawn_pictures.ts";
import { RecipientFields, write } from "./recipient_fields.ts";
import { find, SELECTORS } from "./selectors.ts";
import { SenderField } from "./sender_field.ts";

export class SogoComposer implements Composer {
	readonly root: Element;
	readonly #recipients: RecipientFields;
	readonly #sender: SenderField;
	readonly #body: Body;
	readonly #attachments: Attachments;
	readonly #pictures: DrawnPictures;

	/** @param pictureName what the list of files calls a picture inside the body; a number follows */
	constructor(root: Element, pictureName: string) {
		this.root = root;
		this.#recipients = new RecipientFields(root);
		this.#sender = new SenderField(root);
		this.#body = new Body(root);
		this.#attachments = new Attachments(root);
		this.#pictures = new DrawnPictures(this.#body, pictureName, (name) => this.note(name));
	}

	recipients(): readonly string[] {
		return this.#recipients.addresses();
	}

	sender(): string {
		return this.#sender.address();
	}

	senders(): readonly string[] {
		return this.#sender.addresses();
	}

	changeSender(address: string): void {
		this.#sender.change(address);
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
		this.#recipients.add(addresses, field);
	}

	suggestSubject(subject: string): void {
		if (this.subject().trim() === "") write(this.#subject(), subject);
	}

	replaceRecipient(address: string, official: string | null): void {
		this.#recipients.replace(address, official);
	}

	attached(): readonly AttachedFile[] {
		return [...this.#attachments.attached(), ...this.#pictures.attached()];
	}

	panelPlace(): { readonly parent: Element; readonly before: Element | null } {
		const parent = find(this.root, SELECTORS.content);
		return { parent, before: parent.firstElementChild };
	}

	note(name: string): FileNote {
		return this.#attachments.note(name);
	}

	isUploading(): boolean {
		return this.#attachments.isUploading;
	}

	send(): void {
		find<HTMLElement>(this.root, SELECTORS.send).click();
	}

	save(): void {
		find<HTMLElement>(this.root, SELECTORS.save).click();
	}

	get watched(): readonly Node[] {
		const body = this.#body.watched;
		return body === null ? [] : [body];
	}

	#subject(): HTMLInputElement {
		return find(this.root, SELECTORS.subject);
	}
}
