declare module "tesseract.js-core/tesseract-core-simd-lstm.wasm.js" {
	/** Of Tesseract's interface, what is used here. */
	export interface TesseractApi {
		/** 0 when the language could be loaded. Engine mode 1 is the neural one. */
		Init(folder: string | null, language: string, engineMode: number): number;
		SetVariable(name: string, value: string): boolean;
		/** Reads /input of the module's file system; 0 when it is a picture. */
		SetImageFile(exif: number, angle: number): number;
		/** 0 when it was done to the end. */
		Recognize(monitor: null): number;
		GetUTF8Text(): string;
		MeanTextConf(): number;
	}

	export interface TesseractModule {
		readonly FS: { writeFile(path: string, data: Uint8Array): void };
		readonly TessBaseAPI: new () => TesseractApi;
	}

	const open: (settings: { print(line: string): void; printErr(line: string): void }) => Promise<TesseractModule>;
	export default open;
}
