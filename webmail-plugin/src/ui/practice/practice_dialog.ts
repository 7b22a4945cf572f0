import type { Surface } from "../../hosts/host.ts";
import { CongvuPractice, type PracticeParts } from "./practice_view.ts";

const WIDTH_PIXELS = 760;

/** @param closed the dialog is gone: what judged may end */
export function openPracticeDialog(parts: PracticeParts, surface: Surface, closed: () => void): void {
	const practice = new CongvuPractice(parts);
	surface.openDialog({
		title: parts.texts("practice.title"),
		content: practice,
		width: WIDTH_PIXELS,
		buttons: [{ label: parts.texts("button.close"), press: () => true }],
		onClose: () => {
			practice.close();
			closed();
		},
	});
}
