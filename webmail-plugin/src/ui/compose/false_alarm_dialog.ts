// "Báo cảnh báo nhầm": why the official thinks so, from a closed list; what is sent is said before it is sent.

import { html, render } from "lit/html.js";
import type { Asks } from "../../api/backend.ts";
import type { Finding } from "../../core/index.ts";
import type { Surface } from "../../hosts/host.ts";
import type { Texts } from "../texts.ts";
import { ALARM_REASONS, type AlarmReason, alarmOf, reportFalseAlarm } from "./false_alarm.ts";

export interface AlarmRequest {
	readonly finding: Finding;
	readonly bundleVersion: string;
	readonly backend: Asks;
	readonly surface: Surface;
	readonly texts: Texts;
}

const WIDTH_PIXELS = 520;

export function openFalseAlarmDialog(request: AlarmRequest): void {
	const { surface, texts } = request;
	const form = new CongvuFalseAlarm(texts);
	surface.openDialog({
		title: texts("alarm.title"),
		content: form.element,
		width: WIDTH_PIXELS,
		buttons: [
			{ label: texts("alarm.submit"), main: true, press: () => submit(form, request) },
			{ label: texts("button.cancel"), press: () => true },
		],
		onClose: () => undefined,
	});
	form.focus();
}

async function submit(form: CongvuFalseAlarm, request: AlarmRequest): Promise<boolean> {
	const { finding, bundleVersion, backend, surface, texts } = request;
	const reason = form.chosen();
	const alarm = reason === null ? null : alarmOf(finding, bundleVersion, reason);
	if (alarm === null) {
		form.message = texts("alarm.incomplete");
		return false;
	}
	form.message = texts("alarm.sending");
	const outcome = await reportFalseAlarm(backend, alarm);
	if (outcome !== "reported") {
		form.message = outcome === "input" ? texts("alarm.input") : texts(`status.${outcome}`);
		return false;
	}
	surface.announce(texts("alarm.done"), "notice");
	return true;
}

class CongvuFalseAlarm {
	readonly element: HTMLElement = document.createElement("congvu-false-alarm");
	readonly #texts: Texts;
	#message = "";

	constructor(texts: Texts) {
		this.#texts = texts;
		this.#render();
	}

	set message(message: string) {
		this.#message = message;
		this.#render();
	}

	focus(): void {
		this.element.querySelector<HTMLElement>("input")?.focus();
	}

	chosen(): AlarmReason | null {
		const value = this.element.querySelector<HTMLInputElement>('input[name="congvu-alarm"]:checked')?.value;
		return ALARM_REASONS.find((reason) => reason === value) ?? null;
	}

	#render(): void {
		const form = html`
			<form class="congvu-confirm" @submit=${(event: Event) => event.preventDefault()}>
				<p>${this.#texts("alarm.intro")}</p>
				<fieldset class="congvu-people">
					<legend>${this.#texts("alarm.reason")}</legend>
					${ALARM_REASONS.map(
						(reason) => html`
							<label class="congvu-person">
								<input type="radio" name="congvu-alarm" value=${reason} />
								<span>${this.#texts(`alarm.${reason}`)}</span>
							</label>
						`,
					)}
				</fieldset>
				<p>${this.#texts("alarm.still_stopped")}</p>
				<p class="congvu-message" role="alert">${this.#message}</p>
			</form>
		`;
		render(form, this.element);
	}
}
