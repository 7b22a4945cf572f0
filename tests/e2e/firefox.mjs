// Firefox ESR with the extension in it, led by whoever writes to its standard input through WebDriver BiDi: one line of
// JSON for each thing to do (`{ "do": name, …what it needs }`), and one line back: `{ "value": … }` or `{ "error": … }`.
//
// Argument: one JSON object { extension, home, ownPages }. It ends with its input.
//
// The extension's own pages are out of WebDriver's reach. With `ownPages` they run in the browser's main process, whose
// window may look into them; nothing is guarded then, for the scanner's frame cannot stand in a page of another process.

import { createInterface } from "node:readline";
import puppeteer from "puppeteer-core";

const PATIENCE_MILLISECONDS = 45_000;
const KEPT_BYTES = 8 << 20; // of a request's body
const { extension, home, ownPages } = JSON.parse(process.argv[2]);

const browser = await puppeteer.launch({
	browser: "firefox",
	executablePath: "/usr/bin/firefox-esr",
	headless: true,
	args: ownPages ? ["-remote-allow-system-access"] : [],
	extraPrefsFirefox: { "extensions.webextensions.remote": !ownPages },
	env: { ...process.env, HOME: home }, // managed storage is read from there
});
const send = async (method, parameters) => (await browser.connection.send(method, parameters)).result;

const requests = [];
browser.connection.on("network.beforeRequestSent", ({ request }) => requests.push(request));
await send("session.subscribe", { events: ["network.beforeRequestSent"] });
await send("network.addDataCollector", { dataTypes: ["request"], maxEncodedDataSize: KEPT_BYTES });

/** With its body, as base64: what a request carried is asked for once it is under way. */
async function described({ request: id, url, method, bodySize, headers }) {
	const kind = headers.find(({ name }) => name.toLowerCase() === "content-type")?.value.value ?? "";
	return { url, method, kind, size: bodySize ?? 0, body: bodySize ? await bodyOf(id) : "" };
}

async function bodyOf(request) {
	const { bytes } = await send("network.getData", { dataType: "request", request });
	return bytes.type === "base64" ? bytes.value : Buffer.from(bytes.value, "utf8").toString("base64");
}

/** What the extension shows: its panel stands in closed shadow roots, which the page itself cannot look into. */
async function said() {
	const result = await send("script.evaluate", {
		expression: "[...document.querySelectorAll('[data-congvu]')]",
		target: { context: page.mainFrame()._id },
		awaitPromise: false,
		serializationOptions: { maxDomDepth: null, maxObjectDepth: null, includeShadowTree: "all" },
	});
	return result.result.value.map(textOf).join(" ");
}

function textOf(node) {
	const { nodeValue = "", children = [], shadowRoot = null } = node?.value ?? {};
	return [nodeValue, ...children.map(textOf), shadowRoot === null ? "" : textOf(shadowRoot)].join(" ");
}

/** A function's answer that is given an extension's page (`welcome.html`) and an argument; null while it is not open. */
async function inOwnPage({ name, script, argument }) {
	const { contexts } = await send("browsingContext.getTree", { "moz:scope": "chrome", maxDepth: 0 });
	const found = `[...gBrowser.browsers].find(({ currentURI }) => currentURI.spec.match(/^moz-extension:.*\\/${name}/))`;
	const given = JSON.stringify(argument ?? null);
	const result = await send("script.evaluate", {
		expression: `(async (own) => JSON.stringify(own ? await (${script})(own.contentDocument, ${given}) : null))(${found})`,
		target: { context: contexts[0].context },
		awaitPromise: true,
	});
	if (result.type === "exception") throw new Error(result.exceptionDetails.text);
	return JSON.parse(result.result.value ?? "null");
}

async function begin(opened) {
	await opened.setViewport({ width: 1280, height: 900 });
	opened.setDefaultTimeout(PATIENCE_MILLISECONDS);
	opened.on("dialog", (dialog) => dialog.accept()); // a letter that was not sent is left
	return opened;
}

let page = await begin(await browser.newPage());

const deeds = {
	go: async ({ url }) => {
		await page.bringToFront(); // the extension opens a page of its own on its first run; one behind it draws nothing
		await page.goto(url);
	},
	click: async ({ selector }) => void (await (await page.waitForSelector(selector, { visible: true })).click()),
	/** Key by key; `frame` is the selector of the frame it stands in, if it does. */
	type: async ({ selector, text, frame }) => {
		const place = frame ? await (await page.waitForSelector(frame)).contentFrame() : page;
		const field = await place.waitForSelector(selector);
		await field.focus();
		await field.type(text);
	},
	choose: async ({ selector, files }) => void (await (await page.waitForSelector(selector)).uploadFile(...files)),
	evaluate: async ({ script, argument }) => await page.evaluate(`(${script})(${JSON.stringify(argument ?? null)})`),
	said,
	/** As an update does while pages are open. */
	replace: async () => void (await browser.installExtension(extension)),
	inOwnPage,
	/** To the window whose address has this in it; whether there is one. */
	follow: async ({ part }) => {
		const found = (await browser.pages()).find((one) => one.url().includes(part));
		if (found !== undefined) page = await begin(found);
		return found !== undefined;
	},
	requests: async () => await Promise.all(requests.map(described)),
	forget: async () => void requests.splice(0),
};

try {
	await browser.installExtension(extension);
	console.log(JSON.stringify({ value: await browser.version() }));
	for await (const line of createInterface({ input: process.stdin })) {
		const asked = JSON.parse(line);
		const answer = await deeds[asked.do](asked).then(
			(value) => ({ value: value ?? null }),
			(error) => ({ error: `${asked.do}: ${error.message ?? error}` }),
		);
		console.log(JSON.stringify(answer));
	}
} finally {
	await browser.close();
}
