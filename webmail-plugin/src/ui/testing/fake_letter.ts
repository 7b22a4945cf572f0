// For tests: a letter being written, a backend and a page, without a webmail.

import type { Asks } from "../../api/backend.ts";
import type { Operation } from "../../api/generated.ts";
import { BackendProblem } from "../../api/problems.ts";
import type {
	AttachedFile,
	Cargo,
	DialogRequest,
	Draft,
	HeldFile,
	MailRefusal,
	Rewriting,
	Surface,
} from "../../hosts/host.ts";

export class FakeDraft implements Draft {
	to: string[] = [];
	text: string[] = [];
	title = "";
	files: AttachedFile[] = [];
	arrives = true;
	saves = 0;
	readonly offered: File[] = [];
	readonly notes: string[] = [];
	uploadGuard: (file: File, held: HeldFile) => Promise<boolean> = async () => false;
	bodyGuard: (cargo: Cargo) => boolean = () => false;
	sendGuard: () => Promise<boolean> = async () => false;
	change: () => void = () => undefined;
	refuse: (refusal: MailRefusal) => void = () => undefined;

	recipients = () => this.to;
	from = "sokhcn@thainguyen.gov.vn";
	identities = ["sokhcn@thainguyen.gov.vn"];
	sender = () => this.from;
	senders = () => this.identities;
	changeSender(address: string): void {
		this.from = address;
	}
	subject = () => this.title;
	bodyLines = () => this.text;
	rewriteBody(change: (texts: readonly string[]) => readonly string[]): Rewriting {
		const before = this.text;
		const after = [...change(before)];
		this.text = after;
		const stands = () => this.text === after;
		return {
			get stands() {
				return stands();
			},
			undo: () => {
				if (stands()) this.text = before;
			},
		};
	}
	readonly hidden: string[] = []; // Bcc
	addRecipients = (addresses: readonly string[], field: "to" | "bcc" = "to") =>
		void (field === "to" ? this.to : this.hidden).push(...addresses);
	suggestSubject(subject: string): void {
		this.title ||= subject;
	}
	replaceRecipient(address: string, official: string): void {
		this.to = this.to.map((one) => (one === address ? official : one));
	}
	removeRecipient(address: string): void {
		this.to = this.to.filter((one) => one !== address);
	}
	attach = (files: readonly File[]) => void this.offered.push(...files);
	uploaded = async () => this.arrives;
	attached = () => this.files;

	beforeUpload(guard: FakeDraft["uploadGuard"]): void {
		this.uploadGuard = guard;
	}

	beforeBodyLeaves(guard: FakeDraft["bodyGuard"]): void {
		this.bodyGuard = guard;
	}

	beforeSend(guard: (subject: undefined) => Promise<boolean>): void {
		this.sendGuard = () => guard(undefined);
	}

	onRefusal(listener: FakeDraft["refuse"]): void {
		this.refuse = listener;
	}

	save(): void {
		this.saves++;
	}

	onChange(listener: () => void): void {
		this.change = listener;
	}

	/** Choose a file; what its guard answers becomes an upload, or not. */
	choose(name: string): { file: File; answer: Promise<boolean>; withdraw: () => void } {
		const file = new File([name], name);
		const withdrawal = new AbortController();
		const held = { say: (note: string) => void this.notes.push(note), withdrawn: withdrawal.signal };
		return { file, answer: this.uploadGuard(file, held), withdraw: () => withdrawal.abort() };
	}

	/** A file that is in the draft already. */
	hold(id: string, changed: Partial<AttachedFile> = {}): void {
		const file: AttachedFile = {
			id,
			name: `${id}.pdf`,
			inBody: false,
			passed: null,
			read: async () => new File([id], `${id}.pdf`),
			remove: () => {
				this.files = this.files.filter((other) => other.id !== id);
			},
			hold: (note) => void this.notes.push(`${id}: ${note ?? "free"}`),
			...changed,
		};
		this.files = [...this.files, file];
	}
}

/** Answers by operation id; an operation without an answer finds the backend away. */
export class FakeBackend implements Asks {
	readonly asked: { readonly id: string; readonly variables: unknown }[] = [];
	readonly #answers = new Map<string, (variables: never) => unknown>();

	answers<Result, Variables>(operation: Operation<Result, Variables>, answer: (variables: Variables) => Result): this {
		this.#answers.set(operation.id, answer as (variables: never) => unknown);
		return this;
	}

	/** From now on it finds nobody there for this operation. */
	forgets({ id }: Pick<Operation<unknown, never>, "id">): void {
		this.#answers.delete(id);
	}

	async ask<Result, Variables>({ id }: Operation<Result, Variables>, variables: Variables): Promise<Result> {
		this.asked.push({ id, variables });
		const answer = this.#answers.get(id);
		if (answer === undefined) throw new BackendProblem("away", "nobody there");
		return answer(variables as never) as Result;
	}
}

export class FakeSurface implements Surface {
	readonly announced: string[] = [];
	readonly dialogs: DialogRequest[] = [];

	openDialog(request: DialogRequest): () => void {
		this.dialogs.push(request);
		document.body.append(request.content);
		return () => request.onClose();
	}

	announce(text: string): void {
		this.announced.push(text);
	}

	/** Press a button of the dialog that was opened last; it closes when the button says so. */
	async press(label: string): Promise<boolean> {
		const dialog = this.dialogs.at(-1);
		const button = dialog?.buttons.find((one) => one.label === label);
		if (dialog === undefined || button === undefined) throw new Error(`no button ${label}`);
		const closes = await button.press();
		if (closes) {
			dialog.content.remove();
			dialog.onClose();
		}
		return closes;
	}
}
