// The dialog in which a person confirms files by name. SMTP cannot ask; this is where it is asked.

import { problemOf } from "../../api/problems.ts";
import type { Surface } from "../../hosts/host.ts";
import type { Texts } from "../texts.ts";
import { CongvuConfirm } from "./confirm_form.ts";
import type { Declarations, DeclareOutcome } from "./declarations.ts";
import type { FileEntry } from "./file_entry.ts";

export interface ConfirmRequest {
	readonly entries: readonly FileEntry[];
	readonly declarations: Declarations;
	readonly surface: Surface;
	readonly texts: Texts;
}

const WIDTH_PIXELS = 560;

/** Resolves when the dialog is closed, confirmed or not: what stands then is asked of `declarations`. */
export function openConfirmDialog({ entries, declarations, surface, texts }: ConfirmRequest): Promise<void> {
	const declarable = entries.filter(({ finding }) => finding !== null && finding.fingerprint !== "");
	const form = new CongvuConfirm(texts, declarable);
	void fillPeople(form, declarations, texts);
	return new Promise((resolve) => {
		surface.openDialog({
			title: texts("declare.title"),
			content: form.element,
			width: WIDTH_PIXELS,
			buttons: [
				{ label: texts("declare.submit"), main: true, press: () => submit(form, declarations, surface, texts) },
				{ label: texts("button.cancel"), press: () => true },
			],
			onClose: () => resolve(),
		});
		form.focus();
	});
}

async function fillPeople(form: CongvuConfirm, declarations: Declarations, texts: Texts): Promise<void> {
	try {
		form.people = await declarations.people();
	} catch (error) {
		form.message = texts(`status.${problemOf(error).kind}`);
	}
}

async function submit(
	form: CongvuConfirm,
	declarations: Declarations,
	surface: Surface,
	texts: Texts,
): Promise<boolean> {
	const chosen = form.chosen();
	if (chosen === null) {
		if (form.people !== null) form.message = texts("declare.incomplete");
		return false;
	}
	form.message = texts("declare.sending");
	for (const [{ finding }, reason] of chosen.reasons) {
		if (finding === null || declarations.stands(finding)) continue;
		const outcome = await declarations.declare(finding, reason, chosen.person);
		if (outcome !== "declared") {
			form.message = sentence(outcome, texts);
			return false;
		}
	}
	surface.announce(texts("declare.done", { person: chosen.person.name }), "notice");
	return true;
}

function sentence(outcome: Exclude<DeclareOutcome, "declared">, texts: Texts): string {
	return outcome === "forbidden" || outcome === "input" ? texts(`declare.${outcome}`) : texts(`status.${outcome}`);
}
