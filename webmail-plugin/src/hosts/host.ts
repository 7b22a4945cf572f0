// The one seam every webmail implements. Nothing above it knows which webmail this is.

import type { BundleRefusal } from "../core/errors.ts";

/** Resolves to true to let the action go on. A guard that throws or times out means false. */
export type Guard<T> = (subject: T) => Promise<boolean>;

/** What the draft's list of files shows while a file is held back. */
export interface HeldFile {
	/** One short line beside the file's name. */
	say(text: string): void;
	/** Aborted when the official takes the file back before the guard has answered. */
	readonly withdrawn: AbortSignal;
}

/** A file that is in the draft already: kept by the server (draft, forward, upload) or drawn inside the body. */
export interface AttachedFile {
	/** Stable while the draft is open. */
	readonly id: string;
	readonly name: string;
	/** In the body its bytes leave with every save; on the server they have left already. */
	readonly inBody: boolean;
	/** The very file a guard of `beforeUpload` let pass, if that is how it came. */
	readonly passed: File | null;
	/** Rejects when its bytes cannot be had. */
	read(): Promise<File>;
	remove(): void;
	/** Make the webmail itself refuse to send, for the reason given; null lets the file go. */
	hold(note: string | null): void;
}

/** What a request would carry: everything the draft has, or the words of its body alone. */
export type Cargo = "draft" | "text";

/** Why the mail server's gate did not take a letter that was sent. */
export interface MailRefusal {
	readonly kind: "marked" | "unreadable" | "confirm" | "later";
	/** Where to confirm; empty unless the kind is "confirm". */
	readonly link: string;
	/** What to name on the telephone; may be empty. */
	readonly reference: string;
}

/** The body with other words in it. */
export interface Rewriting {
	/** False once anything else was written. */
	readonly stands: boolean;
	/** Put back what was there before, if it still stands. */
	undo(): void;
}

/** One message being written. Reading it never changes the page. */
export interface Draft {
	/** Bare addresses of To, Cc and Bcc, lower case. */
	recipients(): readonly string[];
	sender(): string;
	/** Every address the letter may be sent from. */
	senders(): readonly string[];
	/** Send from another one of them. */
	changeSender(address: string): void;
	subject(): string;
	/** Body as lines a reader sees, for the rules. Throws when the body cannot be read. */
	bodyLines(): readonly string[];
	/** Put other words in place of the body's: `change` is given its texts in their order (lines, or what stands between
	 *  tags) and answers with as many. Throws when the body cannot be read. */
	rewriteBody(change: (texts: readonly string[]) => readonly string[]): Rewriting;
	/** Without a field: To. Who is in it already is not added again. */
	addRecipients(addresses: readonly string[], field?: "to" | "bcc"): void;
	/** Put a subject where there is none. */
	suggestSubject(subject: string): void;
	/** Put `official` where `address` stands in To, Cc or Bcc. */
	replaceRecipient(address: string, official: string): void;
	removeRecipient(address: string): void;
	/** Files chosen, dropped or pasted: the guard decides which of them may be uploaded at all. It may take as
	 *  long as the official needs; meanwhile the file is shown as held and the draft cannot be sent. */
	beforeUpload(guard: (file: File, held: HeldFile) => Promise<boolean>): void;
	/** Offer files to the guard of `beforeUpload` as if they had been chosen. */
	attach(files: readonly File[]): void;
	/** Resolves when nothing is being uploaded: true when everything that was let pass has arrived. */
	uploaded(): Promise<boolean>;
	/** Files that reach the draft from the server's side (forward, drop of a webmail attachment) or in its body. */
	attached(): readonly AttachedFile[];
	/** Any request that would carry the body: draft save, spell check, HTML/plain switch. Judged synchronously. */
	beforeBodyLeaves(guard: (cargo: Cargo) => boolean): void;
	beforeSend(guard: Guard<void>): void;
	/** The letter was let pass here, and the mail server refused it. */
	onRefusal(listener: (refusal: MailRefusal) => void): void;
	/** Save the draft, as its button does. */
	save(): void;
	/** Calls back when recipients, subject, body images or attachments change. */
	onChange(listener: () => void): void;
}

/** A file that came with a message being read. */
export interface ShownFile {
	readonly name: string;
	readonly mediaType: string;
	/** Rejects when its bytes cannot be had. */
	read(): Promise<File>;
}

/** One message being read. Reading it never changes the page. */
export interface Reading {
	/** Without its angle brackets. */
	readonly messageId: string;
	/** Whether it stands in the folder of sent mail. */
	readonly isSent: boolean;
	subject(): string;
	/** Body as lines a reader sees; what was quoted from earlier letters is left out. */
	bodyLines(): readonly string[];
	files(): readonly ShownFile[];
}

/** One row of the webmail's list of messages. */
export interface ListRow {
	/** Without its angle brackets. */
	readonly messageId: string;
	/** Put short words beside the subject, in place of those put there before; none takes them away. */
	mark(words: readonly { readonly text: string; readonly tone: "danger" | "warning" }[]): void;
}

/** Who wrote a message, by its own account. Addresses in lower case; empty where there is none. */
export interface Author {
	readonly address: string;
	readonly name: string;
	/** Where an answer goes. */
	readonly replyTo: string;
}

/** What the webmail's own server gives the plugin. */
export interface WebmailServer {
	/** The signed bundle as text; null when the webmail has none. `retry` asks past the back-off. */
	bundle(retry: boolean): Promise<string | null>;
	/** Why the webmail did not take the bundle that its backend offered last; null when it did, or before `bundle`. */
	readonly refused: BundleRefusal | null;
	/** A short-lived token that vouches for the log-in of this session. Rejects when there is none. */
	token(): Promise<string>;
}

export interface DialogButton {
	readonly label: string;
	readonly main?: boolean;
	/** The dialog closes when this answers true. */
	readonly press: () => boolean | Promise<boolean>;
}

export interface DialogRequest {
	readonly title: string;
	readonly content: HTMLElement;
	readonly buttons: readonly DialogButton[];
	readonly width: number;
	/** However it was closed. */
	readonly onClose: () => void;
}

/** What the plugin may show in the webmail's own manner. */
export interface Surface {
	/** Opens a modal dialog; the function returned closes it. */
	openDialog(request: DialogRequest): () => void;
	/** A short message that is seen and read out wherever the official is on the page. */
	announce(text: string, tone: "notice" | "warning" | "error"): void;
}
