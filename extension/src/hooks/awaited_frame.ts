// The frame that a form is sent to. Webmails make one for the answer and take its first load for that: while the form
// waits, an empty frame that loads is no answer; when the form is refused, an empty answer is what there is.

export class AwaitedFrame {
	readonly #frame: Element | null;
	readonly #page: Document;

	constructor(form: HTMLFormElement) {
		this.#page = form.ownerDocument;
		const named = form.target === "" ? [] : [...this.#page.getElementsByName(form.target)];
		this.#frame = named.find(({ localName }) => localName === "iframe") ?? null;
		this.#page.addEventListener("load", this.#quiet, true); // a load is not heard at the window
	}

	end(allowed: boolean): void {
		this.#page.removeEventListener("load", this.#quiet, true);
		if (!allowed) this.#frame?.dispatchEvent(new Event("load"));
	}

	readonly #quiet = (event: Event): void => {
		if (event.target === this.#frame) event.stopImmediatePropagation();
	};
}
