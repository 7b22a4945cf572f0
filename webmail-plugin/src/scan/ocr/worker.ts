// Entry of the worker that reads letters. A browser or a policy that refuses wasm answers every question with nothing.

import type { Answer, Question } from "./letters_worker.ts";

const reader = open();
reader.catch(() => undefined); // told with the first question

async function open() {
	const language = import("./vietnamese.ts").then(({ vietnamese }) => vietnamese());
	language.catch(() => undefined); // waited for below
	const { openTesseract } = await import("./tesseract.ts");
	return openTesseract(language);
}

async function answer({ id, image, layout }: Question): Promise<Answer> {
	try {
		const read = await reader;
		return { id, letters: read(image, layout) };
	} catch {
		return { id, letters: null };
	}
}

self.addEventListener("message", ({ data }: MessageEvent<Question>) => {
	void answer(data).then((given) => self.postMessage(given));
});
