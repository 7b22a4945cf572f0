// Dialogs and messages of the extension's on a page that is not its own.

import type { DialogButton, DialogRequest, Surface } from "../../../webmail-plugin/src/hosts/host.ts";
import type { Shade } from "./dock.ts";

const SHOWN_MILLISECONDS = 8_000;

export class PageSurface implements Surface {
	readonly #shade: Shade;
	readonly #said: HTMLElement;

	/** @param shade put onto the page with the first thing to show, and put back when the page throws it away */
	constructor(shade: Shade) {
		this.#shade = shade;
		this.#said = document.createElement("div");
		this.#said.className = "congvu-said";
		this.#said.setAttribute("aria-live", "assertive");
		shade.root.append(this.#said);
	}

	/** The browser's own modal dialog: what is behind it takes no key, Escape closes, and the focus goes back to where it
	 *  was. */
	openDialog({ title, content, buttons, width, onClose }: DialogRequest): () => void {
		const before = focused();
		const dialog = document.createElement("dialog");
		const heading = document.createElement("h2");
		const row = document.createElement("div");
		const close = () => dialog.close();
		dialog.className = "congvu-dialog";
		dialog.style.width = `${width}px`;
		dialog.setAttribute("aria-labelledby", "congvu-dialog-title");
		heading.id = "congvu-dialog-title";
		heading.textContent = title;
		row.className = "congvu-buttons";
		row.append(...buttons.map((button) => buttonOf(button, close)));
		dialog.append(heading, content, row);
		dialog.addEventListener("close", () => {
			dialog.remove();
			before?.focus();
			onClose();
		});
		this.#stand();
		this.#shade.root.append(dialog);
		dialog.showModal();
		return close;
	}

	announce(text: string, tone: "notice" | "warning" | "error"): void {
		this.#stand();
		const message = document.createElement("p");
		message.dataset.tone = tone;
		message.textContent = text;
		this.#said.append(message);
		setTimeout(() => message.remove(), SHOWN_MILLISECONDS);
	}

	#stand(): void {
		this.#shade.stand(document.body ?? document.documentElement, null);
	}
}

function focused(): HTMLElement | null {
	return document.activeElement as HTMLElement | null;
}

function buttonOf({ label, main, press }: DialogButton, close: () => void): HTMLButtonElement {
	const button = document.createElement("button");
	button.type = "button";
	button.className = `btn ${main ? "btn-primary" : "btn-secondary"}`;
	button.textContent = label;
	button.addEventListener("click", async () => {
		if (await press()) close();
	});
	return button;
}
