// The scanner's eyes in a browser's worker. The recogniser and its language are loaded with the first picture, while it
// is decoded or its page is drawn.

import type { ReadLetters } from "./ocr/tesseract.ts";
import type { GreyImage, Image, Layout, Letters, Pictures } from "./pictures.ts";
import type { Bytes } from "./reading.ts";
import { Unreadable } from "./unreadable.ts";

export class BrowserPictures implements Pictures {
	#reader: Promise<ReadLetters> | null = null;

	async decode(bytes: Bytes, mediaType: string): Promise<Image> {
		if (typeof OffscreenCanvas === "undefined") throw new Unreadable("unsupported"); // an old browser
		let bitmap: ImageBitmap;
		try {
			bitmap = await createImageBitmap(new Blob([bytes], { type: mediaType }));
		} catch {
			throw new Unreadable("corrupt");
		}
		const { width, height } = bitmap;
		const context = contextOf(new OffscreenCanvas(width, height));
		context.fillStyle = "#fff";
		context.fillRect(0, 0, width, height);
		context.drawImage(bitmap, 0, 0);
		bitmap.close();
		return context.getImageData(0, 0, width, height);
	}

	expectLetters(): void {
		this.#reader ??= openReader();
		this.#reader.catch(() => undefined); // told to whoever wants to read
	}

	/** Rejects where wasm is refused, by the browser or the page's policy. */
	async readLetters(image: GreyImage, layout: Layout): Promise<Letters> {
		this.#reader ??= openReader();
		try {
			return (await this.#reader)(image, layout);
		} catch (error) {
			this.#reader = null; // what failed once may be broken; the next letters try anew
			throw error;
		}
	}

	canvas(width: number, height: number): OffscreenCanvas | null {
		return typeof OffscreenCanvas === "undefined" ? null : new OffscreenCanvas(width, height);
	}
}

async function openReader(): Promise<ReadLetters> {
	const [{ openTesseract }, { vietnamese }] = await Promise.all([
		import("./ocr/tesseract.ts"),
		import("./ocr/vietnamese.ts"),
	]);
	return openTesseract(await vietnamese());
}

function contextOf(canvas: OffscreenCanvas): OffscreenCanvasRenderingContext2D {
	const context = canvas.getContext("2d", { willReadFrequently: true });
	if (context === null) throw new Unreadable("unsupported");
	return context;
}
