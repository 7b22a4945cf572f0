// The panel before its own code is there: empty, or one sentence with a button when that code cannot be had. Without
// templates: these bytes come with every compose page.

export interface EntranceWords {
	readonly label: string;
	readonly missing: string;
	readonly retry: string;
}

export class Entrance {
	readonly #place: Element;
	readonly #words: EntranceWords;

	/** @param place where the panel goes */
	constructor(place: Element, words: EntranceWords) {
		this.#place = place;
		this.#words = words;
	}

	open(): void {
		this.#show();
	}

	/** The guard cannot come: whatever was to leave has not left. */
	refuse(retry: () => void): void {
		const alert = element("div", "congvu-alert ui alert boxerror alert-danger");
		alert.setAttribute("role", "group");
		alert.dataset.tone = "stop";
		alert.tabIndex = -1;
		const icon = element("i", "icon");
		const text = element("div", "congvu-alert-text");
		const sentence = element("p", "", this.#words.missing);
		const buttons = element("div", "congvu-buttons");
		const button = element("button", "btn btn-sm btn-primary", this.#words.retry) as HTMLButtonElement;
		button.type = "button";
		button.addEventListener("click", retry);
		buttons.append(button);
		text.append(sentence, buttons);
		alert.append(icon, text);
		this.#show(alert);
	}

	#show(...content: Element[]): void {
		const section = element("section", "congvu");
		section.setAttribute("aria-label", this.#words.label);
		const alerts = element("div", "congvu-alerts");
		alerts.setAttribute("aria-live", "assertive");
		section.append(alerts);
		this.#place.replaceChildren(section);
		alerts.append(...content);
	}
}

function element(name: string, classes: string, text = ""): HTMLElement {
	const made = document.createElement(name);
	made.className = classes;
	made.textContent = text;
	return made;
}
