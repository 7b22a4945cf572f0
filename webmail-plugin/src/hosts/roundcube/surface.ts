// Dialogs and messages in Roundcube's own manner (jQuery UI, styled by the skin, with its keys and focus).

import type { DialogButton, DialogRequest, Surface } from "../host.ts";
import type { JQueryDialog, Roundcube } from "./rcmail.ts";

const CENTRE = { my: "center", at: "center", of: window };
const TYPES = { notice: "notice", warning: "warning", error: "error" } as const;

export class RoundcubeSurface implements Surface {
	readonly #roundcube: Roundcube;

	constructor(roundcube: Roundcube) {
		this.#roundcube = roundcube;
	}

	openDialog(request: DialogRequest): () => void {
		let open = true;
		const close = () => {
			if (open) dialog.dialog("close");
		};
		const growth = new ResizeObserver(() => dialog.dialog("option", "position", CENTRE));
		const closed = () => {
			open = false;
			growth.disconnect();
			dialog.remove();
			request.onClose();
		};
		const dialog: JQueryDialog = this.#roundcube.show_popup_dialog(
			request.content,
			request.title,
			request.buttons.map((button) => buttonOf(button, close)),
			// as tall as its content, which comes a moment later
			{ width: request.width, noresize: true, close: closed, closeOnEscape: true },
		);
		growth.observe(request.content);
		return close;
	}

	announce(text: string, tone: keyof typeof TYPES): void {
		const plain = document.createElement("span");
		plain.textContent = text;
		this.#roundcube.display_message(plain.innerHTML, TYPES[tone]); // Roundcube takes HTML
	}
}

function buttonOf({ label, main, press }: DialogButton, close: () => void): object {
	const pressed = async () => {
		if (await press()) close();
	};
	return { text: label, class: main ? "mainaction" : "cancel", click: () => void pressed() };
}
