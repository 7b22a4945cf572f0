// For tests: Roundcube's compose page as far as the plugin touches it, with the same order of events as the real one.

import type { Roundcube, RoundcubeAttachment, TinyMce, UploadProperties } from "../rcmail.ts";

type Handler = (event: never) => unknown;

export interface FakeUpload {
	readonly names: readonly string[];
	readonly args: Record<string, unknown>;
	readonly properties: UploadProperties;
}

export class FakeRoundcube implements Roundcube {
	readonly task = "mail";
	busy = false;
	readonly env: Roundcube["env"] & { attachments: Record<string, RoundcubeAttachment> } = {
		action: "compose",
		comm_path: "./?_task=mail",
		compose_id: "letter1",
		request_token: "token1",
		attachments: {},
	};
	readonly gui_objects: { messageform: HTMLFormElement; attachmentlist: HTMLElement };
	readonly uploads: Roundcube["uploads"] = {};
	readonly editor: { editor: TinyMce | null } = { editor: null };
	mailvelope_editor: unknown = null;
	/** Requests that left the page, in order. */
	readonly sent: string[] = [];
	readonly uploaded: FakeUpload[] = [];
	readonly messages: string[] = [];
	readonly #handlers = new Map<string, Handler[]>();
	readonly #finish = new Map<string, () => void>();

	constructor(page: Document) {
		page.body.innerHTML = `
			<div id="congvu-panel"></div>
			<form action="?_task=mail&_unlock=lock1">
				<div id="compose-headers">
					<select name="_from"><option value="1" selected>Sở KH&amp;CN &lt;sokhcn@thainguyen.gov.vn&gt;</option></select>
					<textarea id="_to" name="_to"></textarea>
					<textarea id="_cc" name="_cc"></textarea>
					<textarea id="_bcc" name="_bcc"></textarea>
					<input name="_subject" value="" />
				</div>
				<textarea id="composebody" name="_message"></textarea>
			</form>
			<ul id="attachment-list"></ul>`;
		const messageform = page.querySelector("form") as HTMLFormElement;
		messageform.submit = () => void this.sent.push("form");
		this.gui_objects = { messageform, attachmentlist: page.querySelector("#attachment-list") as HTMLElement };
	}

	addEventListener(name: string, handler: Handler): void {
		this.#handlers.set(name, [...(this.#handlers.get(name) ?? []), handler]);
	}

	removeEventListener(name: string, handler: Handler): void {
		const kept = (this.#handlers.get(name) ?? []).filter((other) => other !== handler);
		this.#handlers.set(name, kept);
	}

	trigger(name: string, event: unknown = {}): unknown {
		let answer: unknown;
		for (const handler of this.#handlers.get(name) ?? []) {
			answer = handler(event as never);
			if (answer === false) return false;
		}
		return answer;
	}

	command(name: string, properties: unknown = ""): boolean {
		if (this.busy) return false;
		if (this.trigger(`before${name}`, properties) === false) return false;
		if (name === "send" || name === "savedraft" || name === "extwin") this.gui_objects.messageform.submit();
		else this.sent.push(name);
		return true;
	}

	register_command(): void {}

	url(action: string, query: Record<string, string>): string {
		return `http://webmail.example/?_action=${action}&${new URLSearchParams(query)}`;
	}

	file_upload(files: ArrayLike<File>, args: Record<string, unknown>, properties: UploadProperties): boolean {
		const id = `upload${this.uploaded.length + 1}`;
		this.uploaded.push({ names: Array.from(files, ({ name }) => name), args, properties });
		this.uploads[id] = { abort: () => undefined, always: (done) => this.#finish.set(id, done) };
		return true;
	}

	/** The server took the upload and named the attachment; or did not. */
	endUpload(id: string, attachment: string | null): void {
		if (attachment !== null) {
			this.env.attachments[attachment] = { name: attachment, complete: true };
			this.trigger("fileuploaded", { name: attachment, id });
		}
		delete this.uploads[id];
		this.#finish.get(id)?.();
	}

	format_converter(): boolean {
		this.sent.push("conversion");
		return true;
	}

	add2attachment_list(id: string, attachment: RoundcubeAttachment): boolean {
		this.env.attachments[id] = attachment;
		const line = document.createElement("li");
		line.id = id;
		line.innerHTML = attachment.html ?? "";
		this.gui_objects.attachmentlist.append(line);
		return true;
	}

	remove_from_attachment_list(id: string): void {
		delete this.env.attachments[id];
		document.getElementById(id)?.remove();
	}

	auto_save_start(): void {
		this.sent.push("auto-save timer");
	}

	set_busy(busy: boolean, _message?: string | null, id?: string): void {
		this.messages.push(`${busy ? "busy" : "free"} ${id ?? ""}`);
	}

	display_message(text: string): void {
		this.messages.push(text);
	}

	show_popup_dialog(): { dialog(): void; remove(): void } {
		return { dialog: () => undefined, remove: () => undefined };
	}

	http_post(action: string, { _file }: Record<string, unknown>): void {
		this.sent.push(`${action} ${String(_file)}`);
	}
}

/** TinyMCE that holds this HTML. */
export function fakeEditor(html: string): TinyMce {
	let content = html;
	return {
		getContent: () => content,
		setContent: (next) => {
			content = next;
		},
		getDoc: () => document,
		on: () => undefined,
		off: () => undefined,
	};
}
