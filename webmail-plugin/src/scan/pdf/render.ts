// A page drawn as a picture, for the stamp finder.

import { whollyPainted } from "../painted.ts";
import type { Image, Pictures } from "../pictures.ts";
import type { PdfPage } from "./library.ts";

const POINTS_PER_INCH = 72;
export const STAMP_DPI = 110; // letters of a stamp are 4 mm high and more
const LEAST_DPI = 70;
const MOST_PIXELS = 30_000_000; // an A1 sheet at 110 dpi is 16 million

export interface DrawnPage {
	readonly image: Image;
	readonly dpi: number;
}

/** On white, with its notes; null where nothing can be drawn or the page is too large. Rejects where pdf.js finds damage,
 *  and where the canvas lost what was drawn. */
export async function drawn(page: PdfPage, pictures: Pictures): Promise<DrawnPage | null> {
	const { width, height } = page.getViewport({ scale: 1 / POINTS_PER_INCH });
	const dpi = Math.min(STAMP_DPI, Math.sqrt(MOST_PIXELS / Math.max(width * height, 1e-6)));
	const [columns, rows] = [Math.round(width * dpi), Math.round(height * dpi)];
	if (dpi < LEAST_DPI || columns < 1 || rows < 1) return null;
	const context = pictures.canvas(columns, rows)?.getContext("2d", { willReadFrequently: true });
	if (!context) return null;
	const viewport = page.getViewport({ scale: dpi / POINTS_PER_INCH });
	// For printing, for what is shown waits for the window's next frame, and a worker has no window
	const canvasContext = context as unknown as CanvasRenderingContext2D;
	await page.render({ canvas: null, canvasContext, viewport, background: "#fff", intent: "print" }).promise;
	return { image: whollyPainted(context.getImageData(0, 0, columns, rows)), dpi };
}
