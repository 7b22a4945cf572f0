// pdf.js, run inside our own worker: its worker half is loaded into this same thread and reached over its
// loop-back port, so there is no second worker to start and no second file to serve. (Loaded in a worker it also
// greets the page on our port; the page passes that over.)

import { getDocument } from "pdfjs-dist/legacy/build/pdf.mjs";
import "pdfjs-dist/legacy/build/pdf.worker.mjs";

export type PdfDocument = Awaited<ReturnType<typeof getDocument>["promise"]>;
export type PdfPage = Awaited<ReturnType<PdfDocument["getPage"]>>;

/** Every file pdf.js would fetch from a server: character maps of fonts that are not embedded, decoders. We serve
 *  none. What asked for a character map has a text layer that cannot be trusted. */
class NoBinaryData {
	static missing = new Set<string>();

	async fetch({ kind }: { kind: string }): Promise<never> {
		NoBinaryData.missing.add(kind);
		throw new Error(`${kind} is not served`);
	}
}

const SETTINGS = {
	isEvalSupported: false,
	BinaryDataFactory: NoBinaryData,
	useWorkerFetch: false,
	useWasm: false,
	useSystemFonts: true, // of fonts only the widths and character maps are read
	disableFontFace: true,
	isOffscreenCanvasSupported: false,
	stopAtErrors: false,
	verbosity: 0,
};

/** Open a PDF; the buffer is taken over. Rejects with pdf.js's own exceptions. */
export function openPdf(bytes: Uint8Array<ArrayBuffer>): Promise<PdfDocument> {
	return getDocument({ ...SETTINGS, data: bytes }).promise;
}

/** Whether a character map was missing since the last call. */
export function missedCharacterMap(): boolean {
	const missed = NoBinaryData.missing.has("cMapUrl");
	NoBinaryData.missing.clear();
	return missed;
}
