// Files pasted anywhere on the compose page are attached like chosen ones. Pictures pasted into the HTML editor stay
// with TinyMCE, which draws them into the body; there they are found (drawn_files.ts).

import { listen, type Roundcube } from "./rcmail.ts";

export function watchPasting(
	roundcube: Roundcube,
	page: Document,
	attach: (files: readonly File[]) => void,
	signal: AbortSignal,
): void {
	const take = (event: ClipboardEvent, pictures: boolean): void => {
		const files = Array.from(event.clipboardData?.files ?? []).filter((file) => pictures || !isPicture(file));
		if (files.length === 0) return;
		event.preventDefault();
		event.stopImmediatePropagation();
		attach(files);
	};
	page.addEventListener("paste", (event) => take(event, true), { capture: true, signal });
	listen(
		roundcube,
		"editor-load",
		() => {
			const inside = roundcube.editor?.editor?.getDoc();
			inside?.addEventListener("paste", (event) => take(event, false), { capture: true, signal });
			return undefined;
		},
		signal,
	);
}

function isPicture(file: File): boolean {
	return file.type.startsWith("image/");
}
