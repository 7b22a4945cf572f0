// pdf.js, run inside our own worker: its worker half is loaded into this same thread and reached over a port of our own
// (port.ts), so there is no second worker to start and no second file to serve. (Loaded in a worker it also greets the
// page on our port; the page passes that over.)

import { getDocument, InvalidPDFException, OPS, PasswordException, PDFWorker } from "pdfjs-dist/legacy/build/pdf.mjs";
import { WorkerMessageHandler } from "pdfjs-dist/legacy/build/pdf.worker.mjs";
import { portPair } from "./port.ts";

export { InvalidPDFException, OPS, PasswordException };

export type PdfTask = ReturnType<typeof getDocument>;
export type PdfDocument = Awaited<PdfTask["promise"]>;
export type PdfPage = Awaited<ReturnType<PdfDocument["getPage"]>>;

/** Every file pdf.js would fetch from a server: character maps of fonts that are not embedded, decoders. None is
 *  served; what cannot do without has a text layer that cannot be read. */
class NoBinaryData {
	fetch({ kind }: { readonly kind: string }): Promise<never> {
		return Promise.reject(new Error(`${kind} is not served`));
	}
}

/** Canvases beside the page's own: for groups, masks and patterns. */
class WorkerCanvasFactory {
	create(width: number, height: number) {
		const canvas = new OffscreenCanvas(width, height);
		return { canvas, context: canvas.getContext("2d", { willReadFrequently: true }) };
	}

	reset({ canvas }: { readonly canvas: OffscreenCanvas }, width: number, height: number): void {
		canvas.width = width;
		canvas.height = height;
	}

	destroy({ canvas }: { readonly canvas: OffscreenCanvas }): void {
		canvas.width = canvas.height = 0;
	}

	getNoAlphaContext(canvas: OffscreenCanvas): OffscreenCanvasRenderingContext2D | null {
		return canvas.getContext("2d", { alpha: false, willReadFrequently: true });
	}
}

/** Filters are elements of a document; without them pdf.js reckons pixel by pixel. */
class NoFilterFactory {
	addFilter(): string {
		return "none";
	}

	addAlphaFilter(): string {
		return "none";
	}

	addLuminosityFilter(): string {
		return "none";
	}

	addKnockoutFilter(): string {
		return "none";
	}

	destroy(): void {}
}

const IN_A_WORKER = typeof OffscreenCanvas !== "undefined" && {
	CanvasFactory: WorkerCanvasFactory,
	FilterFactory: NoFilterFactory,
};

const SETTINGS = {
	...IN_A_WORKER,
	isEvalSupported: false,
	BinaryDataFactory: NoBinaryData,
	useWorkerFetch: false,
	useWasm: false,
	useSystemFonts: true, // of fonts only names, widths and character maps are read
	disableFontFace: true,
	fontExtraProperties: true,
	isOffscreenCanvasSupported: false,
	verbosity: 0,
};

let worker: PDFWorker | null = null;

function inThisThread(): PDFWorker {
	if (worker !== null) return worker;
	const [near, far] = portPair();
	WorkerMessageHandler.initializeFromPort(far);
	worker = new PDFWorker({ port: near as unknown as null }); // any port will do; the types know none
	return worker;
}

/** Open a PDF; the buffer is taken over. `strict`: whatever is damaged rejects, and pictures are placed. Else damage
 *  is passed over and pictures are left out, for text is all that is still wanted. */
export function openPdf(bytes: Uint8Array<ArrayBuffer>, { strict }: { readonly strict: boolean }): PdfTask {
	return getDocument({
		...SETTINGS,
		worker: inThisThread(),
		data: bytes,
		stopAtErrors: strict,
		maxImageSize: strict ? -1 : 0,
	});
}
