// What we use of Roundcube 1.6's page (program/js/app.js, editor.js), and nothing else of it.

/** One entry of rcmail.env.attachments; Roundcube refuses to send while one is not complete. */
export interface RoundcubeAttachment {
	name?: string;
	mimetype?: string;
	html?: string;
	classname?: string;
	complete: boolean;
}

export interface UploadProperties {
	readonly name?: string;
	readonly action?: string;
	readonly single?: boolean;
	readonly filter?: string;
	lock?: string;
}

export interface Editor {
	/** TinyMCE while the body is HTML, null for plain text. */
	editor: TinyMce | null;
}

/** TinyMCE 5 as Roundcube sets it up. */
export interface TinyMce {
	getContent(options?: { format: "html" }): string;
	setContent(html: string): void;
	getDoc(): Document;
	on(names: string, listener: () => void): void;
	off(names: string, listener: () => void): void;
}

export type PartName =
	| "compose"
	| "rules"
	| "panel"
	| "issue"
	| "scanner"
	| "reports"
	| "letter"
	| "list"
	| "due"
	| "issued"
	| "practice"
	| "times";

/** What PHP says about this page (congvu.php, load_page). */
export interface PageSettings {
	readonly backend_url: string;
	readonly trusted_keys: readonly unknown[];
	/** People who must have signed the rules: 1 or 2. */
	readonly rule_approvals: number;
	readonly login: string;
	readonly language: string;
	/** Addresses of scripts that are loaded when they are needed. */
	readonly parts: Readonly<Record<PartName, string>>;
	/** The few words needed before those scripts are there, in the page's language. */
	readonly words: Readonly<Record<"label" | "drawn" | "checking" | "missing" | "retry" | "unloaded", string>>;
}

/** What PHP says about the message that is shown (congvu.php, message_objects). */
export interface ShownMessage {
	/** Empty where it has none. */
	readonly message_id: string;
	readonly sent: boolean;
	/** From and Reply-To; empty where there is none. */
	readonly author: { readonly address: string; readonly name: string; readonly reply_to: string };
}

export interface Roundcube {
	readonly task: string;
	readonly busy: boolean;
	readonly env: {
		readonly action: string;
		readonly comm_path: string;
		readonly compose_id?: string;
		/** Commands that may be given while a letter is written without asking whether to leave it. */
		readonly compose_commands?: string[];
		readonly request_token: string;
		readonly congvu?: PageSettings;
		readonly congvu_message?: ShownMessage;
		/** What is known of the rows of the list, by uid. */
		readonly messages?: Readonly<Record<string, { readonly flags?: { readonly congvu_id?: string } }>>;
		/** By id while a letter is written; of a message that is shown, media types by part. */
		attachments?: Record<string, RoundcubeAttachment>;
		/** Of the message that is shown. */
		readonly uid?: string | number;
		readonly mailbox?: string;
	};
	readonly gui_objects: { messageform?: HTMLFormElement; attachmentlist?: HTMLElement };
	/** jQuery requests by upload id, as long as they run. */
	readonly uploads: Record<string, { abort(): void; always?(done: () => void): unknown }>;
	readonly editor?: Editor;
	/** Says "timed out" when the frame a form was sent to never loads. */
	readonly submit_timer?: ReturnType<typeof setTimeout>;
	/** The rows of the list, by uid. */
	readonly message_list?: { readonly rows: Readonly<Record<string, { readonly obj: HTMLElement }>> };
	/** Set while Mailvelope holds the text, out of the page's sight. */
	readonly mailvelope_editor?: unknown;
	addEventListener(name: string, handler: (event: never) => unknown): void;
	removeEventListener(name: string, handler: (event: never) => unknown): void;
	command(name: string, properties?: unknown): boolean;
	register_command(name: string, handler: () => void, enabled: boolean): void;
	url(action: string, query: Record<string, string>): string;
	file_upload(files: ArrayLike<File>, args: Record<string, unknown>, properties: UploadProperties): boolean;
	format_converter(text: string, format: string, done?: (text: string) => void): boolean;
	add2attachment_list(id: string, attachment: RoundcubeAttachment, uploadId?: string): boolean;
	remove_from_attachment_list(id: string): void;
	auto_save_start(): void;
	set_busy(busy: boolean, message?: string | null, id?: string): unknown;
	display_message(text: string, type: string): unknown;
	show_popup_dialog(
		content: unknown,
		title: string,
		buttons: unknown[],
		options: Record<string, unknown>,
	): JQueryDialog;
	http_post(action: string, data: Record<string, unknown>): unknown;
}

/** What show_popup_dialog returns. */
export interface JQueryDialog {
	dialog(command: "close"): unknown;
	dialog(command: "option", name: "position", value: object): unknown;
	remove(): unknown;
}

/** The page's Roundcube; null on a page that has none. */
export function roundcubeOf(page: Window): Roundcube | null {
	return (page as Window & { rcmail?: Roundcube }).rcmail ?? null;
}

/** Listen to an event of Roundcube's until the signal ends it. A handler that throws answers false: Roundcube would
 *  otherwise leave the event marked as running and never call its handlers again. */
export function listen<Event>(
	roundcube: Roundcube,
	name: string,
	handler: (event: Event) => boolean | undefined,
	signal: AbortSignal,
): void {
	const guarded = (event: Event): boolean | undefined => {
		try {
			return handler(event);
		} catch {
			return false;
		}
	};
	roundcube.addEventListener(name, guarded);
	signal.addEventListener("abort", () => roundcube.removeEventListener(name, guarded), { once: true });
}
