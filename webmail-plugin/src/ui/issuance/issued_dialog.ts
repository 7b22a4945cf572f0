import type { Surface } from "../../hosts/host.ts";
import { CongvuIssued, type IssuedParts } from "./issued_view.ts";

const WIDTH_PIXELS = 960;

/** Open "Văn bản phát hành" over the list of mails. */
export function openIssuedDialog(parts: IssuedParts, surface: Surface): void {
	surface.openDialog({
		title: parts.texts("issued.title"),
		content: new CongvuIssued(parts),
		width: WIDTH_PIXELS,
		buttons: [{ label: parts.texts("button.close"), press: () => true }],
		onClose: () => undefined,
	});
}
