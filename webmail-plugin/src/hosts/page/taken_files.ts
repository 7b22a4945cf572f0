// Files that an event brings to the page, taken out of its hands before it hears of them: chosen in a file input, dropped
// or pasted. The page may have them later, by the same event once more, and then sees one ordinary choice.

/** What a person did to bring files, as far as it can be done again. */
export interface TakenFiles {
	readonly files: readonly File[];
	/** Let the page have these, all at once: a second choice in the same input would replace the first. */
	give(files: readonly File[]): void;
}

const given = new WeakSet<Event>();
const emptied = new WeakSet<EventTarget>(); // inputs whose files are held

/** Null: the event brings no files, or it is one of ours. */
export function takeFiles(event: Event): TakenFiles | null {
	if (given.has(event)) return null;
	const target = event.composedPath()[0] ?? null;
	if (event.type === "drop") return takeDropped(event as DragEvent, target);
	if (event.type === "paste") return takePasted(event as ClipboardEvent, target);
	return isFileInput(target) ? takeChosen(event, target) : null;
}

/** Elements of frames are of another realm: told by name, not by class. */
function isFileInput(target: EventTarget | null): target is HTMLInputElement {
	return target !== null && "localName" in target && target.localName === "input" && "files" in target;
}

function takeChosen(event: Event, input: HTMLInputElement): TakenFiles | null {
	const files = Array.from(input.files ?? []);
	if (files.length === 0) {
		// the change that follows the input we held: the page would see a choice of nothing
		if (event.type === "change" && event.isTrusted && emptied.delete(input)) stop(event);
		return null;
	}
	stop(event);
	emptied.add(input);
	input.value = ""; // a form sent by a script or a timer finds nothing meanwhile
	const give = (released: readonly File[]) => {
		emptied.delete(input);
		input.files = carrying(released).files;
		for (const type of ["input", "change"]) {
			dispatch(input, new Event(type, { bubbles: true, composed: type === "input" }));
		}
	};
	return { files, give };
}

function takeDropped(event: DragEvent, target: EventTarget | null): TakenFiles | null {
	const { dataTransfer } = event;
	if (dataTransfer === null || dataTransfer.files.length === 0) return null;
	stop(event);
	const { clientX, clientY, screenX, screenY } = event;
	const [files, words] = [Array.from(dataTransfer.files), wordsOf(dataTransfer)];
	const init = { bubbles: true, cancelable: true, composed: true, clientX, clientY, screenX, screenY };
	// for the page the drag goes away again: what it lays over itself meanwhile would stay there
	target?.dispatchEvent(new DragEvent("dragleave", { ...init, dataTransfer: carrying([]) }));
	const give = (released: readonly File[]) => {
		const drop = new DragEvent("drop", { ...init, dataTransfer: carrying(released, words) });
		if (target !== null) dispatch(target, drop);
	};
	return { files, give };
}

function takePasted(event: ClipboardEvent, target: EventTarget | null): TakenFiles | null {
	const { clipboardData } = event;
	if (clipboardData === null || clipboardData.files.length === 0) return null;
	stop(event);
	const [files, words] = [Array.from(clipboardData.files), wordsOf(clipboardData)];
	const give = (released: readonly File[]) => {
		const init = { bubbles: true, cancelable: true, composed: true };
		const paste = new ClipboardEvent("paste", { ...init, clipboardData: carrying(released, words) });
		if (target !== null && dispatch(target, paste)) insert(target, words);
	};
	return { files, give };
}

/** Nobody took the paste: the browser inserts only what a person pastes, so its words are inserted here. */
function insert(target: EventTarget, words: ReadonlyMap<string, string>): void {
	const page = "ownerDocument" in target ? (target.ownerDocument as Document) : null;
	const [html, text] = [words.get("text/html"), words.get("text/plain")];
	if (html !== undefined) page?.execCommand("insertHTML", false, html);
	else if (text !== undefined) page?.execCommand("insertText", false, text);
}

function carrying(files: readonly File[], words: ReadonlyMap<string, string> = new Map()): DataTransfer {
	const data = new (pageWorld().DataTransfer)();
	for (const file of files) data.items.add(file);
	for (const [type, text] of words) data.setData(type, text);
	return data;
}

/** What is put into a `DataTransfer` belongs to the world it was made in, and Firefox shows a page nothing of what an
 *  extension's world put there: made in the page's own, it is the page's. Chromium asks nobody. */
function pageWorld(): { readonly DataTransfer: typeof DataTransfer } {
	const { wrappedJSObject } = window as { wrappedJSObject?: typeof globalThis }; // Firefox's alone
	return wrappedJSObject ?? window;
}

function wordsOf(data: DataTransfer): ReadonlyMap<string, string> {
	return new Map(data.types.filter((type) => type !== "Files").map((type) => [type, data.getData(type)]));
}

/** @returns whether the page left the event to the browser */
function dispatch(target: EventTarget, event: Event): boolean {
	given.add(event);
	return target.dispatchEvent(event);
}

function stop(event: Event): void {
	event.stopImmediatePropagation();
	event.preventDefault();
}
