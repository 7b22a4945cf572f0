// Tesseract's own core: its wasm is embedded in its script, so nothing is fetched. Only the neural engine; a browser or a policy that refuses wasm rejects here, and what could
// not be read is then never called clean.

import openCore, { type TesseractApi, type TesseractModule } from "tesseract.js-core/tesseract-core-simd-lstm.wasm.js";
import type { GreyImage, Layout, Letters } from "../pictures.ts";

export type ReadLetters = (image: GreyImage, layout: Layout) => Letters;

const NEURAL = 1;
// tesseract's PSM: one line of text, one block of lines
const SEGMENTATION: Readonly<Record<Layout, string>> = { line: "7", block: "6" };
const encoder = new TextEncoder();

/** @param vietnamese the trained data, inflated while the core is compiled */
export async function openTesseract(vietnamese: Promise<Uint8Array>): Promise<ReadLetters> {
	const silent = () => {};
	const core = await openCore({ print: silent, printErr: silent });
	core.FS.writeFile("vie.traineddata", await vietnamese);
	const api = new core.TessBaseAPI();
	if (api.Init(null, "vie", NEURAL) !== 0) throw new Error("the language cannot be loaded");
	return (image, layout) => recognise(core, api, image, layout);
}

function recognise({ FS }: TesseractModule, api: TesseractApi, image: GreyImage, layout: Layout): Letters {
	api.SetVariable("tessedit_pageseg_mode", SEGMENTATION[layout]);
	FS.writeFile("/input", portableGreymap(image));
	if (api.SetImageFile(1, 0) !== 0) throw new Error("no picture");
	if (api.Recognize(null) !== 0) throw new Error("nothing was recognised"); // an empty text would be believed
	return { text: api.GetUTF8Text(), confidence: api.MeanTextConf() };
}

/** PGM, the plainest picture there is. */
function portableGreymap({ data, width, height }: GreyImage): Uint8Array {
	const head = encoder.encode(`P5\n${width} ${height}\n255\n`);
	const file = new Uint8Array(head.length + data.length);
	file.set(head);
	file.set(data, head.length);
	return file;
}
