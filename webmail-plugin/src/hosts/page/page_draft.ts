// A letter on a page that the extension sees from outside, as the guards see any letter.

import { Approval } from "../approval.ts";
import type { AttachedFile, Cargo, Draft, Guard, HeldFile, Rewriting } from "../host.ts";
import { Posts, type Relief } from "../posts.ts";
import type { Composer, WayOut } from "./adapter.ts";
import { IncomingFiles } from "./incoming_files.ts";
import { watchPage } from "./page_changes.ts";
import type { TakenFiles } from "./taken_files.ts";

export class PageDraft implements Draft {
	readonly #composer: Composer;
	readonly #signal: AbortSignal;
	readonly #posts: Posts;
	readonly #incoming: IncomingFiles;
	readonly #approval: Approval;
	#unreadable = 0;

	/** @param relief brings the guards that `before…` names, as soon as one is missed
	 *  @param signal ends with the letter */
	constructor(composer: Composer, relief: Relief, signal: AbortSignal) {
		const posts = new Posts(relief);
		this.#composer = composer;
		this.#signal = signal;
		this.#posts = posts;
		this.#incoming = new IncomingFiles(composer, (file, held) => posts.mayUpload(file, held), signal);
		this.#approval = new Approval(() => this.#written());
	}

	/** Files were brought to the page, and taken from it. */
	take(taken: TakenFiles): void {
		void this.#incoming.take(taken);
	}

	/** Files that leave by a script of the page's: whether all of them may. What was let pass before is not read again. */
	async judges(files: readonly File[]): Promise<boolean> {
		for (const file of files) {
			if (await this.#incoming.wasReleased(file)) continue;
			const passing = await this.#incoming.judge({ files: [file], give: () => undefined });
			if (passing.length === 0) return false;
		}
		return true;
	}

	/** A way out is about to be taken: true lets it be. `again` takes it once more when the guards let it go. */
	mayGo(what: WayOut["what"], again: () => void): boolean {
		if (what !== "send") return this.#posts.mayLeave(what, again);
		return this.#approval.mayGo(() => this.#maySend(), again);
	}

	recipients(): readonly string[] {
		return this.#composer.recipients();
	}

	sender(): string {
		return this.#composer.sender();
	}

	senders(): readonly string[] {
		return this.#composer.senders();
	}

	changeSender(address: string): void {
		this.#composer.changeSender(address);
	}

	subject(): string {
		return this.#composer.subject();
	}

	bodyLines(): readonly string[] {
		return this.#composer.bodyLines();
	}

	rewriteBody(change: (texts: readonly string[]) => readonly string[]): Rewriting {
		return this.#composer.rewriteBody(change);
	}

	addRecipients(addresses: readonly string[], field: "to" | "bcc" = "to"): void {
		this.#composer.addRecipients(addresses, field);
	}

	suggestSubject(subject: string): void {
		this.#composer.suggestSubject(subject);
	}

	replaceRecipient(address: string, official: string): void {
		this.#composer.replaceRecipient(address, official);
	}

	removeRecipient(address: string): void {
		this.#composer.replaceRecipient(address, null);
	}

	beforeUpload(guard: (file: File, held: HeldFile) => Promise<boolean>): void {
		this.#posts.upload = guard;
	}

	/** Only what was brought to the page before, and refused: nothing else can be put into a webmail from outside. */
	attach(files: readonly File[]): void {
		this.#incoming.again(files);
	}

	uploaded(): Promise<boolean> {
		return this.#incoming.arrived();
	}

	attached(): readonly AttachedFile[] {
		return this.#incoming.recognised(this.#composer.attached());
	}

	beforeBodyLeaves(guard: (cargo: Cargo) => boolean): void {
		this.#posts.body = guard;
	}

	beforeSend(guard: Guard<void>): void {
		this.#posts.send = guard;
	}

	/** What the mail server answers, only the webmail hears, and shows. */
	onRefusal(): void {}

	save(): void {
		this.#composer.save();
	}

	onChange(listener: () => void): void {
		watchPage(this.#composer, listener, this.#signal);
	}

	/** A file that was refused meanwhile is seen by whoever pressed Send before anything goes without it. */
	async #maySend(): Promise<boolean> {
		const { refusals } = this.#incoming;
		return (await this.#posts.maySend()) && this.#incoming.refusals === refusals;
	}

	/** A body that cannot be read is never the one that was asked about. */
	#written(): string {
		const files = this.#composer.attached().map(({ id }) => id);
		try {
			return JSON.stringify([this.recipients(), this.sender(), this.subject(), this.bodyLines(), files]);
		} catch {
			return `unreadable ${++this.#unreadable}`;
		}
	}
}
