// What a worker would do with pdf.js alone: both of its halves in this one thread, as they are in the scanner's worker,
// and nothing of a file but the text of its pages.

import "pdfjs-dist/legacy/build/pdf.worker.mjs"; // pdf.js finds its other half on the global and starts no second worker
import { getDocument } from "pdfjs-dist/legacy/build/pdf.mjs";

/** Letters of all pages together. */
async function lettersOf(file: File): Promise<number> {
	const data = new Uint8Array(await file.arrayBuffer());
	const task = getDocument({ data, verbosity: 0, isOffscreenCanvasSupported: false, useWorkerFetch: false });
	const pdf = await task.promise;
	let letters = 0;
	for (let number = 1; number <= pdf.numPages; number++) {
		const { items } = await (await pdf.getPage(number)).getTextContent();
		for (const item of items) if ("str" in item) letters += item.str.length;
	}
	await task.destroy();
	return letters;
}

self.addEventListener("message", (event: MessageEvent<unknown>) => {
	if (!(event.data instanceof File)) return;
	void lettersOf(event.data).then((letters) => self.postMessage({ letters }));
});

self.postMessage({ letters: 0 }); // it runs
