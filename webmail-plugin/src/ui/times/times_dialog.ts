import type { Asks } from "../../api/backend.ts";
import type { Surface } from "../../hosts/host.ts";
import type { Texts } from "../texts.ts";
import { CongvuTimes } from "./times_view.ts";

const WIDTH_PIXELS = 960;

/** Open "Thời gian hồi đáp" over the list of mails. */
export function openTimesDialog(backend: Asks, surface: Surface, texts: Texts): void {
	surface.openDialog({
		title: texts("times.title"),
		content: new CongvuTimes(backend, texts),
		width: WIDTH_PIXELS,
		buttons: [{ label: texts("button.close"), press: () => true }],
		onClose: () => undefined,
	});
}
