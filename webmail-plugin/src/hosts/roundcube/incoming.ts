// Files pasted or dropped anywhere on the compose page are attached like chosen ones (a drop beside Roundcube's own
// zone would make the browser leave the page for the file). Pictures brought into the HTML editor stay with TinyMCE,
// which draws them into the body; there they are found (drawn_files.ts).

import { listen, type Roundcube } from "./rcmail.ts";

type Take = (files: readonly File[]) => void;

export function watchIncoming(roundcube: Roundcube, page: Document, attach: Take, signal: AbortSignal): void {
	watch(page, attach, true, signal);
	listen(
		roundcube,
		"editor-load",
		() => {
			const inside = roundcube.editor?.editor?.getDoc();
			if (inside) watch(inside, attach, false, signal);
			return undefined;
		},
		signal,
	);
}

function watch(page: Document, attach: Take, pictures: boolean, signal: AbortSignal): void {
	const take = (event: Event, brought: FileList | undefined): void => {
		const files = Array.from(brought ?? []).filter((file) => pictures || !file.type.startsWith("image/"));
		if (files.length === 0) return;
		event.preventDefault();
		event.stopImmediatePropagation();
		attach(files);
	};
	page.addEventListener("paste", (event) => take(event, event.clipboardData?.files), { capture: true, signal });
	page.addEventListener("dragover", allowDrop, { signal });
	// Roundcube's own zone takes its drops itself and lets them come no further
	page.addEventListener("drop", (event) => take(event, event.dataTransfer?.files), { signal });
}

function allowDrop(event: DragEvent): void {
	if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
}
