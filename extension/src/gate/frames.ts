// Frames of the same origin belong to the page around them: their doors are its doors. Each frame's own script says that
// it is there, by an event at its frame element, and hands over its line to layer 2; if nobody around it answers, it is
// a page of its own. (Listeners are lost when a document is opened anew; what observes the document itself is not.)

import type { Doors } from "../../../webmail-plugin/src/hosts/page/doors.ts";
import { type GateEar, hearLine, type LinePort, takeLine } from "../channel.ts";

const FRAME_IS_HERE = "congvu-frame";

/** The outermost page of its origin: stands at its own doors and at those of its frames. */
export function attendFrames(page: Window, doors: Doors, ear: GateEar): void {
	const attend = (around: Window) => {
		doors.guard(around);
		around.addEventListener(FRAME_IS_HERE, heard, true);
	};
	const heard = (event: Event) => {
		const frame = event.composedPath()[0] as HTMLIFrameElement;
		if (!frame.contentWindow) return;
		event.stopImmediatePropagation();
		event.preventDefault(); // it is attended to
		attend(frame.contentWindow);
		const [port] = (event as MessageEvent).ports;
		if (port !== undefined) hearLine(port, Promise.resolve(ear));
	};
	attend(page);
	whenOpenedAnew(page.document, () => attend(page));
}

/** @returns false where no page of the same origin around this one attends to it */
export function isAttended(page: Window): boolean {
	const frame = frameOf(page);
	if (frame === null || !say(frame, null)) return false;
	takeLine(page, (port) => void say(frame, port));
	whenOpenedAnew(page.document, () => void say(frame, null));
	return true;
}

function frameOf(page: Window): Element | null {
	try {
		return page.frameElement; // null for another origin around it, and for a page of its own
	} catch {
		return null;
	}
}

function say(frame: Element, port: LinePort | null): boolean {
	const ports = port === null ? [] : [port as MessagePort];
	const init = { bubbles: true, composed: true, cancelable: true, ports };
	return !frame.dispatchEvent(new MessageEvent(FRAME_IS_HERE, init));
}

function whenOpenedAnew(page: Document, opened: () => void): void {
	new MutationObserver(opened).observe(page, { childList: true });
}
