// A page of a PDF as a picture, drawn in the scanner's own worker.

import type { Image, Pictures } from "../pictures.ts";
import { Unreadable } from "../unreadable.ts";
import type { PdfPage } from "./library.ts";

export const SCAN_DPI = 150; // a stamp's letters are 5 mm high: 30 pixels
const POINTS = 72; // an inch
const MOST_PIXELS = 40_000_000; // an A0 poster at this resolution is larger

/** @throws Unreadable unsupported where nothing can be drawn, limit when the page is too large, corrupt when pdf.js
 *  cannot draw it. */
export async function renderPage(page: PdfPage, dpi: number, pictures: Pick<Pictures, "canvas">): Promise<Image> {
	const viewport = page.getViewport({ scale: dpi / POINTS });
	const [width, height] = [Math.ceil(viewport.width), Math.ceil(viewport.height)];
	if (width * height > MOST_PIXELS) throw new Unreadable("limit");
	const canvas = pictures.canvas(width, height);
	const context = canvas?.getContext("2d", { willReadFrequently: true }) ?? null;
	if (canvas === null || context === null) throw new Unreadable("unsupported");
	try {
		// "display" would wait for animation frames, which a page in the background never gets
		await page.render({ canvas: null, canvasContext: asElement(context), viewport, intent: "print" }).promise;
	} catch {
		throw new Unreadable("corrupt");
	}
	return context.getImageData(0, 0, width, height);
}

/** pdf.js draws on either; its types know only the one of a document. */
function asElement(context: OffscreenCanvasRenderingContext2D): CanvasRenderingContext2D {
	return context as unknown as CanvasRenderingContext2D;
}
