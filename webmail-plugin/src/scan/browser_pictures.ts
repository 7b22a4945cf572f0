// The scanner's eyes in a browser's worker. What reads letters is started with the first picture, beside this worker,
// while the picture is decoded or its page is drawn.

import { LettersWorker } from "./ocr/letters_worker.ts";
import { onWhite } from "./painted.ts";
import type { GreyImage, Image, Layout, Letters, Pictures } from "./pictures.ts";
import type { Bytes } from "./reading.ts";
import { Unreadable } from "./unreadable.ts";

export class BrowserPictures implements Pictures {
	#reader: LettersWorker | null = null;

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
		context.drawImage(bitmap, 0, 0);
		bitmap.close();
		return onWhite(context.getImageData(0, 0, width, height));
	}

	expectLetters(): void {
		try {
			this.#reader ??= new LettersWorker();
		} catch {
			// told to whoever wants to read
		}
	}

	/** Rejects where workers or wasm are refused, by the browser or the page's policy. */
	async readLetters(image: GreyImage, layout: Layout): Promise<Letters> {
		this.#reader ??= new LettersWorker();
		try {
			return await this.#reader.read(image, layout);
		} catch (error) {
			this.#reader.close(); // what failed once may be broken; the next letters try anew
			this.#reader = null;
			throw error;
		}
	}

	canvas(width: number, height: number): OffscreenCanvas | null {
		return typeof OffscreenCanvas === "undefined" ? null : new OffscreenCanvas(width, height);
	}
}

function contextOf(canvas: OffscreenCanvas): OffscreenCanvasRenderingContext2D {
	const context = canvas.getContext("2d", { willReadFrequently: true });
	if (context === null) throw new Unreadable("unsupported");
	return context;
}
