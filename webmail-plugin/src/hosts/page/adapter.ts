// What one webmail's page says of itself to the extension, which sees the page from outside: its DOM, none of its
// scripts. The ears that hold files, letters and drafts back are the same for every webmail (beside this file); an
// adapter only knows where things stand. Selectors live in the webmail's own selectors.ts, with what is expected there.

import type { AttachedFile, Cargo, Rewriting } from "../host.ts";

export type HostKind = "roundcube" | "sogo" | "generic";

/** Something the adapter relies on. What is missing is named to the official and to the backend. */
export interface Expectation {
	/** A closed, stable word of this webmail's, such as "send_button"; never words of a page. */
	readonly code: string;
	readonly holds: boolean;
}

/** Where a composer's list of files shows one that is held back, or refuses to send meanwhile. */
export interface FileNote {
	say(text: string): void;
	remove(): void;
}

/** One letter being written on the page. Reading it never changes the page. */
export interface Composer {
	/** Holds everything of this letter's; gone from the page, the letter is gone. */
	readonly root: Element;
	/** Bare addresses of To, Cc and Bcc, lower case; what is typed and not yet a chip counts too. */
	recipients(): readonly string[];
	/** "" where the page does not say. */
	sender(): string;
	senders(): readonly string[];
	changeSender(address: string): void;
	subject(): string;
	/** Body as lines a reader sees. Throws when the body cannot be read. */
	bodyLines(): readonly string[];
	/** As in `Draft`. */
	rewriteBody(change: (texts: readonly string[]) => readonly string[]): Rewriting;
	addRecipients(addresses: readonly string[], field?: "to" | "bcc"): void;
	suggestSubject(subject: string): void;
	/** `official` null takes the address away. */
	replaceRecipient(address: string, official: string | null): void;
	/** Files that are in the letter already: on the server (draft, forward, upload) or drawn in the body. */
	attached(): readonly AttachedFile[];
	/** Where the panel's own element is put, and put again when the webmail throws it away. `corner`: over the page, in
	 *  a corner of the window, where the page has no room of its own. */
	panelPlace(): { readonly parent: Element; readonly before: Element | null; readonly corner?: boolean };
	/** Show a file that is held back, in the webmail's own list where that is possible. */
	note(name: string): FileNote;
	/** True while the webmail itself is uploading. */
	isUploading(): boolean;
	/** Press the webmail's own button. */
	send(): void;
	save(): void;
	/** Elements whose changes are changes of the letter, beside the root. */
	readonly watched: readonly Node[];
}

/** A way out of the page that an event would take. */
export interface WayOut {
	readonly composer: Composer;
	readonly what: "send" | Cargo;
}

export interface PageAdapter {
	readonly kind: HostKind;
	/** What must hold on this page as it stands; looked at when the page has settled and when a composer opens. */
	expectations(): readonly Expectation[];
	/** Every letter that is being written on the page now; the same object for the same letter. */
	composers(): readonly Composer[];
	/** Whether this event (click, keydown, submit; of this document or of a frame of the same origin in it) would send
	 *  or save, and of which letter. Asked in the capture phase at the window, before the page hears of it. */
	wayOut(event: Event): WayOut | null;
	/** The letter that what is chosen, dropped, pasted or typed there would go to; null: to no letter that is known. A
	 *  file is then judged all the same (hosts/generic/page_composer.ts): a marked one leaves by no form of the page. */
	composerAt(target: EventTarget | null): Composer | null;
	/** Do again what was held back: press the button, submit the form, or `composer.send()`. The events of it come
	 *  through the same doors (doors.ts), and pass as long as the letter is still the one that was let go. */
	repeat(event: Event): void;
}
