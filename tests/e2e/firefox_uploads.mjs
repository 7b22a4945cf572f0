// Firefox with the extension in it: files are chosen on a page, one after the other, and what the extension says is read
// through the browser's own protocol (WebDriver BiDi), for its panel stands in closed shadow roots.
//
// Arguments: one JSON object { extension, address, picker, probe, files: [[file, words]], home }. Output: for each file what
// the page shows once the extension says those words, or ("") the page has uploaded it.

import puppeteer from "puppeteer-core";

const PATIENCE_MILLISECONDS = 60_000;
const LOOK_AGAIN_MILLISECONDS = 100;
const { extension, address, picker, probe, files, home } = JSON.parse(process.argv[2]);

const browser = await puppeteer.launch({
	browser: "firefox",
	executablePath: "/usr/bin/firefox-esr",
	headless: true,
	env: { ...process.env, HOME: home }, // managed storage is read from there
});

async function said(page) {
	const { result } = await browser.connection.send("script.evaluate", {
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

async function waitFor(look, what) {
	const deadline = Date.now() + PATIENCE_MILLISECONDS;
	for (;;) {
		const seen = await look();
		if (seen) return seen;
		if (Date.now() > deadline) throw new Error(`waited in vain: ${what}`);
		await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MILLISECONDS));
	}
}

try {
	await browser.installExtension(extension);
	const page = await browser.newPage();
	const uploaded = () => page.evaluate(() => document.querySelector("#log").textContent);
	const choose = async (file) => (await page.$(picker)).uploadFile(file);
	// its scripts stand in pages that are opened once the background has read its settings: it leaves a trace then
	await waitFor(async () => {
		await page.goto(address);
		await choose(probe);
		await waitFor(uploaded, "an upload of the probe");
		return page.evaluate(() => document.querySelector("[data-congvu]") !== null);
	}, "the extension on the page");
	await page.goto(address);
	for (const [file, words] of files) {
		await choose(file);
		const look = async () => (words === "" ? await uploaded() : (await said(page)).includes(words));
		await waitFor(look, `“${words}” after ${file}`);
		const kept = await page.evaluate((selector) => document.querySelector(selector).files.length, picker);
		console.log(JSON.stringify({ kept, version: await browser.version() }));
	}
} finally {
	await browser.close();
}
