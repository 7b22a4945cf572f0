// @vitest-environment happy-dom
import { afterEach, expect, it, vi } from "vitest";
import { takeFiles } from "./taken_files.ts";

/** What a page sees of a DataTransfer in Firefox: nothing of what another world put there. */
class PageTransfer {
	readonly files: File[] = [];
	readonly words: string[] = [];
	readonly items = { add: (file: File) => void this.files.push(file) };
	setData = (type: string, text: string) => void this.words.push(type, text);
}

/** The test's DOM has no DataTransfer in its own. */
class Drag extends Event {
	readonly dataTransfer: unknown;

	constructor(type: string, init: EventInit & { dataTransfer: unknown }) {
		super(type, init);
		this.dataTransfer = init.dataTransfer;
	}
}

afterEach(() => vi.unstubAllGlobals());

it("files that were dropped are handed on in what the page itself may look into", () => {
	vi.stubGlobal("wrappedJSObject", { DataTransfer: PageTransfer });
	vi.stubGlobal("DragEvent", Drag);
	const heard: unknown[] = [];
	document.body.addEventListener("drop", (event) => heard.push(event.dataTransfer));
	const file = new File(["a"], "a.docx");
	const brought = { files: [file], types: ["Files", "text/plain"], getData: () => "a.docx" };
	const drop = new Drag("drop", { bubbles: true, dataTransfer: brought });
	const listen = (event: Event) => void takeFiles(event)?.give([file]);

	document.body.addEventListener("drop", listen, { capture: true, once: true });
	document.body.dispatchEvent(drop);

	expect(heard.length).toBe(1);
	expect(heard[0]).toBeInstanceOf(PageTransfer);
	expect(heard[0]).toMatchObject({ files: [file], words: ["text/plain", "a.docx"] });
});
