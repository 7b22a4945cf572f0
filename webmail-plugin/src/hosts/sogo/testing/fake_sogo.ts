// A composer with what SOGo 5.8 has where the host looks, and what its Angular does when it is told of something.

const FIELDS = ["to", "cc", "bcc"] as const;

export class FakeComposer {
	readonly root: HTMLElement;
	readonly pressed: string[] = [];

	/** @param editor what the official writes in: CKEditor's frame or a plain text field */
	constructor(page: Document, editor: "html" | "plain" = "html") {
		this.root = page.createElement("md-dialog");
		this.root.className = "sg-mail-editor";
		this.root.innerHTML = `
			<form>
				<input name="from" value="Văn thư &lt;sokhcn@thainguyen.gov.vn&gt;">
				<button type="button" ng-click="editor.send()"></button>
				<button type="button" ng-click="editor.save()"></button>
				<button type="button" ng-click="editor.hideBcc = false"></button>
				<md-dialog-content>
					<header>${FIELDS.map((name) => `<md-chips ng-model="editor.message.editable.${name}"><input></md-chips>`).join("")}</header>
					<input name="subject">
					${editor === "plain" ? '<textarea name="content"></textarea>' : '<div class="cke_wysiwyg_frame"></div>'}
				</md-dialog-content>
				<md-dialog-actions class="sg-mail-editor-attachments"><md-chips></md-chips><input type="file"></md-dialog-actions>
			</form>`;
		page.body.append(this.root);
		const frame = this.part(".cke_wysiwyg_frame");
		// not a real frame: happy-dom would load a page for it
		if (frame) Object.defineProperty(frame, "contentDocument", { value: page.implementation.createHTMLDocument() });
		this.frame?.setAttribute("contenteditable", "true");
		for (const name of FIELDS) this.#takeTyped(name);
		this.root.addEventListener("click", (event) => this.#press(event.target as Element));
	}

	get frame(): HTMLElement | null {
		return this.part<HTMLIFrameElement>(".cke_wysiwyg_frame")?.contentDocument?.body ?? null;
	}

	part<E extends Element>(selector: string): E | null {
		return this.root.querySelector<E>(selector);
	}

	input(name: (typeof FIELDS)[number]): HTMLInputElement {
		return this.#field(name).querySelector("input") as HTMLInputElement;
	}

	addressed(name: (typeof FIELDS)[number]): string[] {
		return [...this.#field(name).querySelectorAll(".sg-tile-content")].map((chip) => (chip.textContent ?? "").trim());
	}

	addRecipient(name: (typeof FIELDS)[number], html: string): void {
		const chip = this.root.ownerDocument.createElement("md-chip");
		chip.innerHTML = `<div class="sg-tile-content"> ${html} </div><button type="button" class="md-chip-remove"></button>`;
		chip.querySelector("button.md-chip-remove")?.addEventListener("click", () => chip.remove());
		this.#field(name).prepend(chip);
		this.#field(name).querySelector("input")?.before(chip);
	}

	/** @param address null while it is being uploaded */
	addFile(name: string, address: string | null): HTMLElement {
		const chip = this.root.ownerDocument.createElement("md-chip");
		chip.innerHTML = `<span class="sg-chip-progress ${address === null ? "" : "ng-hide"}"></span><a></a>
			<button ng-click="editor.removeAttachment($chip, 'fileInput')"></button>`;
		const link = chip.querySelector("a") as HTMLAnchorElement;
		link.textContent = name;
		if (address !== null) link.setAttribute("href", address);
		this.part(".sg-mail-editor-attachments md-chips")?.append(chip);
		return chip;
	}

	#field(name: string): Element {
		return this.part(`md-chips[ng-model="editor.message.editable.${name}"]`) as Element;
	}

	/** As addRecipient of SOGo's MessageEditorController: a comma ends an entry, which is parted at spaces. */
	#takeTyped(name: (typeof FIELDS)[number]): void {
		const input = this.input(name);
		input.addEventListener("keydown", (event) => {
			if (event.keyCode !== 188) return;
			for (const address of input.value.split(" ")) this.addRecipient(name, address);
			input.value = "";
		});
	}

	#press(target: Element): void {
		const action = target.closest("[ng-click]")?.getAttribute("ng-click");
		if (action) this.pressed.push(action);
	}
}
