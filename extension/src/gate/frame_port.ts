// The scanner beside a page: a hidden page of the extension's in a frame, with the worker in it. It works whatever the
// webmail's policy forbids, and the webmail's scripts cannot reach into it.

import { browser } from "wxt/browser";
import type { Request } from "../../../webmail-plugin/src/scan/protocol.ts";
import type { Port } from "../../../webmail-plugin/src/scan/scanner.ts";
import { ask } from "../messages.ts";
import { isAlive } from "./alive.ts";
import type { Shade } from "./dock.ts";
import { SCANNER_FAILED } from "./scanner_words.ts";

const WATCH_MILLISECONDS = 1_000;

export class FramePort implements Port {
	onmessage: ((event: MessageEvent) => void) | null = null;
	onerror: ((event: ErrorEvent) => void) | null = null;
	readonly #host: Element;
	readonly #port: MessagePort;
	readonly #watching: ReturnType<typeof setInterval>;

	constructor({ host, root }: Shade) {
		const { port1, port2 } = new MessageChannel();
		const frame = document.createElement("iframe");
		frame.src = browser.runtime.getURL("/scanner.html");
		frame.hidden = true;
		frame.addEventListener("load", () => void this.#open(frame, port2).catch(() => this.#failed()), { once: true });
		port1.onmessage = (event) => (event.data === SCANNER_FAILED ? this.#failed() : this.onmessage?.(event));
		// nothing tells that a frame is gone: thrown away by the page, or with the extension
		this.#watching = setInterval(() => {
			if (!frame.isConnected || frame.contentWindow === null || !isAlive()) this.#failed();
		}, WATCH_MILLISECONDS);
		this.#port = port1;
		this.#host = host;
		root.append(frame);
		document.documentElement.append(host);
	}

	postMessage(message: Request): void {
		this.#port.postMessage(message);
	}

	terminate(): void {
		clearInterval(this.#watching);
		this.#port.close();
		this.#host.remove();
	}

	/** The key shows the frame that a content script opens it, and not the page. */
	async #open(frame: HTMLIFrameElement, port: MessagePort): Promise<void> {
		const key = unguessable();
		await ask("scannerKey", { key });
		frame.contentWindow?.postMessage({ congvuKey: key }, new URL(frame.src).origin, [port]);
	}

	#failed(): void {
		this.onerror?.(new ErrorEvent("error"));
	}
}

/** 128 bits. (Pages on plain http have no randomUUID.) */
function unguessable(): string {
	return [...crypto.getRandomValues(new Uint32Array(4))].map((part) => part.toString(36)).join("-");
}
