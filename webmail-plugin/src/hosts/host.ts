// The one seam every webmail implements. Nothing above it knows which webmail this is.

/** Resolves to true to let the action go on. A guard that throws or times out means false. */
export type Guard<T> = (subject: T) => Promise<boolean>;

/** One message being written. Reading it never changes the page. */
export interface Draft {
	/** Bare addresses of To, Cc and Bcc, lower case. */
	recipients(): readonly string[];
	sender(): string;
	subject(): string;
	/** Body as lines a reader sees, for the rules. */
	bodyLines(): readonly string[];
	addRecipients(addresses: readonly string[]): void;
	/** Files chosen, dropped or pasted: the guard decides which of them may be uploaded at all. */
	beforeUpload(guard: (file: File) => Promise<boolean>): void;
	/** Files that reach the draft from the server's side (forward, drop of a webmail attachment). */
	attachedOnServer(): Promise<readonly File[]>;
	/** Any request that would carry the body: draft save, spell check, HTML/plain switch. Judged synchronously. */
	beforeBodyLeaves(guard: () => boolean): void;
	beforeSend(guard: Guard<void>): void;
	/** Calls back when recipients, subject or attachments change. */
	onChange(listener: () => void): void;
}
