// Which panel stands above a message: that of a letter to the agency, or nothing at all.

import { html, render } from "lit";
import { problemOf } from "../../api/problems.ts";
import { deskOf, letterOf } from "./letter_desk.ts";
import { CongvuLetter, type PanelParts } from "./letter_panel.ts";
import { answeredBy, sentLetterOf } from "./sent_desk.ts";
import { CongvuSent } from "./sent_panel.ts";

type Parts = Omit<PanelParts, "desk">;

/** Resolves in any case: when the backend cannot be asked, that is said, and can be tried again. */
export async function showLetter(place: HTMLElement, parts: Parts): Promise<void> {
	try {
		const panel = await panelOf(parts);
		render(panel ?? "", place);
	} catch (error) {
		const { texts } = parts;
		const again = () => void showLetter(place, parts);
		const { kind } = problemOf(error);
		render(
			kind === "unknown_login" // said where it matters, not above every message
				? ""
				: html`<p class="congvu-letter congvu-absent" role="status">${texts(`letter.${kind}`)}
					<button type="button" class="btn btn-sm btn-secondary" @click=${again}>${texts("button.retry")}</button></p>`,
			place,
		);
	}
}

async function panelOf(parts: Parts): Promise<HTMLElement | null> {
	const { backend, reading } = parts;
	const desk = await deskOf(backend);
	const agency = desk.agency?.code;
	if (agency === undefined) return null;
	if (!reading.isSent) {
		const file = await letterOf(backend, desk, reading.messageId);
		return file === null ? null : new CongvuLetter({ ...parts, desk }, file);
	}
	const sent = await sentLetterOf(backend, agency, reading.messageId);
	if (sent === null) return null;
	return new CongvuSent({ ...parts, desk }, sent, await answeredBy(backend, agency, reading.bodyLines()));
}
