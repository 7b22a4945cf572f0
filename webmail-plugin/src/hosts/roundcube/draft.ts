// Roundcube's compose page as the host sees it.

import type { AttachedFile, Cargo, Draft, Guard, HeldFile, MailRefusal, Rewriting } from "../host.ts";
import { Posts, type Relief } from "../posts.ts";
import { AddressFields } from "./address_fields.ts";
import { Body } from "./body.ts";
import { watchChanges } from "./changes.ts";
import { DrawnAttachments } from "./drawn_attachments.ts";
import { guardExits } from "./exits.ts";
import { watchIncoming } from "./incoming.ts";
import { listen, type Roundcube } from "./rcmail.ts";
import { find, SELECTORS } from "./selectors.ts";
import { SenderField } from "./sender_field.ts";
import { Sending } from "./sending.ts";
import { serverFiles } from "./server_files.ts";
import { Uploads } from "./uploads.ts";

export interface DraftOptions {
	/** Of the bundle in force; "" while there is none. */
	readonly bundleVersion: () => string;
	/** What the list calls a picture inside the body. */
	readonly drawnName: string;
	readonly signal: AbortSignal;
	/** Brings the guards that `before…` names, as soon as one is missed. */
	readonly relief: Relief;
}

export class RoundcubeDraft implements Draft {
	readonly #roundcube: Roundcube;
	readonly #page: Document;
	readonly #options: DraftOptions;
	readonly #addresses: AddressFields;
	readonly #senders: SenderField;
	readonly #body: Body;
	readonly #posts: Posts;
	readonly #uploads: Uploads;
	readonly #sending: Sending;
	readonly #drawn: DrawnAttachments;

	constructor(roundcube: Roundcube, page: Document, options: DraftOptions) {
		this.#roundcube = roundcube;
		this.#page = page;
		this.#options = options;
		this.#addresses = new AddressFields(page);
		this.#senders = new SenderField(page);
		this.#body = new Body(roundcube, page);
		this.#drawn = new DrawnAttachments(roundcube, this.#body, options.drawnName);
		const posts = new Posts(options.relief);
		this.#posts = posts;
		this.#uploads = new Uploads(roundcube, options.bundleVersion, options.signal);
		this.#uploads.guard = (file, held) => posts.mayUpload(file, held);
		this.#sending = new Sending(roundcube, () => this.#written());
		this.#sending.guard(() => posts.maySend(), options.signal);
		const mayLeave = (cargo: Cargo, again: () => void) => posts.mayLeave(cargo, again);
		guardExits(roundcube, mayLeave, options.bundleVersion, options.signal);
		watchIncoming(roundcube, page, (files) => this.attach(files), options.signal);
	}

	recipients(): readonly string[] {
		return this.#addresses.addresses();
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
		return find<HTMLInputElement>(this.#page, SELECTORS.subject).value;
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
		const field = find<HTMLInputElement>(this.#page, SELECTORS.subject);
		if (field.value.trim() !== "") return;
		field.value = subject;
		field.dispatchEvent(new Event("input", { bubbles: true }));
	}

	replaceRecipient(address: string, official: string): void {
		this.#addresses.replace(address, official);
	}

	removeRecipient(address: string): void {
		this.#addresses.replace(address, null);
	}

	beforeUpload(guard: (file: File, held: HeldFile) => Promise<boolean>): void {
		this.#posts.upload = guard;
	}

	attach(files: readonly File[]): void {
		this.#uploads.attach(files);
	}

	uploaded(): Promise<boolean> {
		return this.#uploads.arrived();
	}

	attached(): readonly AttachedFile[] {
		const onServer = serverFiles(this.#roundcube, (id) => this.#uploads.passed(id));
		return [...onServer, ...this.#drawn.attached()];
	}

	beforeBodyLeaves(guard: (cargo: Cargo) => boolean): void {
		this.#posts.body = guard;
	}

	beforeSend(guard: Guard<void>): void {
		this.#posts.send = guard;
	}

	onRefusal(listener: (refusal: MailRefusal) => void): void {
		const heard = (refusal: MailRefusal): undefined => {
			listener({ ...refusal }); // Roundcube puts its own field on what it hands out
		};
		listen(this.#roundcube, "plugin.congvu_refused", heard, this.#options.signal);
	}

	save(): void {
		this.#roundcube.command("savedraft");
	}

	onChange(listener: () => void): void {
		watchChanges(this.#roundcube, this.#page, listener, this.#options.signal);
	}

	#written(): string {
		const files = Object.keys(this.#roundcube.env.attachments ?? {});
		return JSON.stringify([this.recipients(), this.sender(), this.subject(), this.#body.written(), files]);
	}
}
