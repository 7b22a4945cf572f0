// For tests: a letter on a page, as an adapter would show it.

import type { AttachedFile } from "../../host.ts";
import type { Composer } from "../adapter.ts";

export class FakeComposer implements Composer {
	readonly root: Element = document.createElement("form");
	readonly watched = [];
	readonly notes: string[] = [];
	lines: readonly string[] = ["Kính gửi Sở Tài chính"];
	files: AttachedFile[] = [];
	uploading = false;
	sent = 0;

	recipients = () => ["sotaichinh@thainguyen.gov.vn"];
	sender = () => "sokhcn@thainguyen.gov.vn";
	senders = () => [this.sender()];
	changeSender = () => undefined;
	subject = () => "Báo cáo";
	bodyLines = () => this.lines;
	addRecipients = () => undefined;
	suggestSubject = () => undefined;
	replaceRecipient = () => undefined;
	attached = () => this.files;
	panelPlace = () => ({ parent: this.root, before: null });
	isUploading = () => this.uploading;
	send = () => void this.sent++;
	save = () => undefined;

	rewriteBody(): never {
		throw new Error("nobody rewrites here");
	}

	note(name: string) {
		this.notes.push(name);
		return {
			say: (text: string) => void this.notes.push(`${name}: ${text}`),
			remove: () => void this.notes.push(`${name} gone`),
		};
	}

	/** The webmail has taken a file into the letter. */
	attach(id: string, name: string): void {
		const nothing = { remove: () => undefined, hold: () => undefined };
		const read = async () => new File(["from the server"], name);
		this.files = [...this.files, { id, name, inBody: false, passed: null, read, ...nothing }];
	}
}
