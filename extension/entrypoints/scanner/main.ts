// The hidden page beside a webmail's: files are read here, out of the webmail's reach, whatever its policy forbids. It
// serves whoever around it shows a key that a content script left with the background, and nobody else.

import { browser } from "wxt/browser";
import { SCANNER_FAILED } from "../../src/gate/scanner_words.ts";
import { ask } from "../../src/messages.ts";

function serve(port: MessagePort): void {
	const worker = new Worker(browser.runtime.getURL("/parts/scanner.js"), { type: "module", name: "congvu-scanner" });
	port.onmessage = ({ data }) => worker.postMessage(data);
	worker.onmessage = ({ data }) => port.postMessage(data);
	worker.onerror = () => port.postMessage(SCANNER_FAILED);
}

window.addEventListener("message", (event: MessageEvent<unknown>) => {
	const [port] = event.ports;
	const { data, source } = event;
	if (source !== window.parent || port === undefined || typeof data !== "object" || data === null) return;
	if (!("congvuKey" in data) || typeof data.congvuKey !== "string") return;
	void ask("scannerOpens", { key: data.congvuKey }).then(
		(opens) => (opens ? serve(port) : port.postMessage(SCANNER_FAILED)),
		() => port.postMessage(SCANNER_FAILED),
	);
});
