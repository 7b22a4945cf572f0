// One setting as a field: its label, its control, and whether a policy has set it, which makes it read-only.

import { html, nothing, type TemplateResult } from "lit";
import type { QuietHours } from "../settings/quiet_hours.ts";
import { DEFAULTS, type SettingName, type Settings } from "../settings/settings.ts";
import type { StoredSettings } from "../settings/stored.ts";
import type { Texts } from "../texts.ts";

/** Takes what was written; whether it means anything is asked there. */
export type Change = (name: SettingName, value: unknown) => void;

export class SettingFields {
	readonly #texts: Texts;
	readonly #stored: StoredSettings;
	readonly #change: Change;

	constructor(texts: Texts, stored: StoredSettings, change: Change) {
		this.#texts = texts;
		this.#stored = stored;
		this.#change = change;
	}

	field(name: SettingName): TemplateResult {
		const { settings, fixed } = this.#stored;
		const isFixed = fixed.has(name);
		const value = settings[name];
		if (typeof value === "boolean") return this.#choice(name, value, isFixed);
		switch (name) {
			case "language":
				return this.#select(name, ["", "vi", "en"], String(value), isFixed, (chosen) => chosen);
			case "unreadable_to_unknown":
				return this.#select(name, ["refuse", "ask"], String(value), isFixed, (chosen) => chosen);
			case "rule_approvals":
				return this.#select(name, ["1", "2"], String(value), isFixed, Number);
			case "quiet_hours":
				return this.#times(settings.quiet_hours ?? { from: "00:00", to: "00:00" }, isFixed);
			case "hosts":
				return this.#lines(name, settings.hosts.join("\n"), isFixed, words);
			case "trusted_keys":
				return this.#lines(name, keysText(settings), isFixed, parsed);
			default:
				return this.#line(name, String(value), isFixed);
		}
	}

	#label(name: SettingName, isFixed: boolean): TemplateResult {
		const texts = this.#texts;
		return html`${texts(`setting.${name}`)} ${isFixed ? html`<span class="policy">(${texts("options.by_policy")})</span>` : nothing}`;
	}

	#hint(name: SettingName): TemplateResult | typeof nothing {
		const key = `setting.${name}.hint`;
		return this.#texts.has(key) ? html`<p class="hint" id=${hintId(name)}>${this.#texts(key)}</p>` : nothing;
	}

	#describedBy(name: SettingName): string | typeof nothing {
		return this.#texts.has(`setting.${name}.hint`) ? hintId(name) : nothing;
	}

	#choice(name: SettingName, value: boolean, isFixed: boolean): TemplateResult {
		const changed = (event: Event) => this.#change(name, (event.target as HTMLInputElement).checked);
		return html`<div>
			<label class="choice">
				<input type="checkbox" id=${name} aria-describedby=${this.#describedBy(name)} .checked=${value} ?disabled=${isFixed} @change=${changed}>
				<span>${this.#label(name, isFixed)}</span>
			</label>
			${this.#hint(name)}
		</div>`;
	}

	#select(
		name: SettingName,
		values: readonly string[],
		value: string,
		isFixed: boolean,
		read: (chosen: string) => unknown,
	): TemplateResult {
		const changed = (event: Event) => this.#change(name, read((event.target as HTMLSelectElement).value));
		const words = (one: string) => {
			const key = `setting.${name}.${one}`;
			return this.#texts.has(key) ? this.#texts(key) : one;
		};
		return html`<div class="field">
			<label for=${name}>${this.#label(name, isFixed)}</label>
			<select id=${name} ?disabled=${isFixed} @change=${changed}>
				${values.map((one) => html`<option value=${one} ?selected=${one === value}>${words(one)}</option>`)}
			</select>
		</div>`;
	}

	#times(hours: QuietHours, isFixed: boolean): TemplateResult {
		const changed = (end: "from" | "to") => (event: Event) =>
			this.#change("quiet_hours", { ...hours, [end]: (event.target as HTMLInputElement).value });
		const input = (end: "from" | "to") => html`<label>
			${this.#texts(`setting.quiet_hours.${end}`)}
			<input type="time" aria-describedby=${hintId("quiet_hours")} .value=${hours[end]} ?disabled=${isFixed} @change=${changed(end)}>
		</label>`;
		return html`<div class="field" role="group" aria-labelledby="quiet_hours">
			<strong id="quiet_hours">${this.#label("quiet_hours", isFixed)}</strong>
			<div class="times">${input("from")}${input("to")}</div>
			${this.#hint("quiet_hours")}
		</div>`;
	}

	#line(name: SettingName, value: string, isFixed: boolean): TemplateResult {
		const changed = (event: Event) => this.#change(name, (event.target as HTMLInputElement).value.trim());
		return html`<div class="field">
			<label for=${name}>${this.#label(name, isFixed)}</label>
			<input type="text" id=${name} spellcheck="false" aria-describedby=${this.#describedBy(name)} .value=${value} ?disabled=${isFixed} @change=${changed}>
			${this.#hint(name)}
		</div>`;
	}

	#lines(name: SettingName, value: string, isFixed: boolean, read: (text: string) => unknown): TemplateResult {
		const changed = (event: Event) => this.#change(name, read((event.target as HTMLTextAreaElement).value));
		return html`<div class="field">
			<label for=${name}>${this.#label(name, isFixed)}</label>
			<textarea id=${name} rows="3" spellcheck="false" aria-describedby=${this.#describedBy(name)} .value=${value} ?disabled=${isFixed} @change=${changed}></textarea>
			${this.#hint(name)}
		</div>`;
	}
}

function hintId(name: SettingName): string {
	return `${name}-hint`;
}

function words(text: string): string[] {
	return text.split(/\s+/u).filter((word) => word !== "");
}

/** What is no JSON is handed on as it is, and refused. */
function parsed(text: string): unknown {
	if (text.trim() === "") return DEFAULTS.trusted_keys;
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}

function keysText({ trusted_keys }: Settings): string {
	return trusted_keys.length === 0 ? "" : JSON.stringify(trusted_keys);
}
