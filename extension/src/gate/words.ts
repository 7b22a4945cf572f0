// The few words needed before anything else is there, in both languages: a dead extension gives none, and which language
// is meant comes with the settings.

import english from "../../public/_locales/en/messages.json";
import vietnamese from "../../public/_locales/vi/messages.json";
import { isAlive } from "./alive.ts";

export class Words {
	#table = tableOf(navigator.language); // the browser's own API for it costs every page 0.4 ms

	/** @param language as browsers write it */
	speak(language: string): void {
		this.#table = tableOf(language);
	}

	get label(): string {
		return this.#table.gate_label.message;
	}

	/** What a picture inside a letter is called; a number follows. */
	get drawn(): string {
		return this.#table.gate_drawn.message;
	}

	get checking(): string {
		return this.#table.gate_checking.message;
	}

	get retry(): string {
		return isAlive() ? this.#table.gate_retry.message : this.#table.gate_reload.message;
	}

	/** Why nothing passes now. */
	get missing(): string {
		return isAlive() ? this.#table.gate_missing.message : this.#table.gate_gone.message;
	}
}

function tableOf(language: string): typeof vietnamese {
	return language.toLowerCase().startsWith("vi") ? vietnamese : english;
}
