// The scanner on a bare page, for tests and benchmarks in a real browser: `congvuScan` on the window. `peerTime` is what
// a worker with pdf.js alone (peer.ts) takes.

import { openBundle, type TrustedKey } from "../../core/index.ts";
import { Scanner } from "../scanner.ts";

interface Given {
	readonly name: string;
	readonly base64: string;
}

function fileOf({ name, base64 }: Given): File {
	return new File([Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))], name);
}

let scanner: Scanner | null = null;
let peer: Promise<Worker> | undefined;

function start(jws: string, key: TrustedKey): void {
	scanner = new Scanner("/congvu-scanner.js");
	scanner.load(openBundle(jws, [key]));
	scanner.start();
}

/** The pages of scans that were looked at, as "page/pages". */
const looked: string[] = [];

async function judge(given: readonly Given[]): Promise<unknown[]> {
	const looksAt = (page: number, pages: number) => looked.push(`${page}/${pages}`);
	return Promise.all(given.map((one) => scanner?.judge(fileOf(one), looksAt)));
}

/** Milliseconds of each of several turns on one file, and the longest task the page had meanwhile. */
async function time(given: Given, turns: number): Promise<{ milliseconds: number[]; longestTask: number }> {
	const file = fileOf(given);
	return timed(turns, async () => void (await scanner?.judge(file)));
}

async function peerTime(given: Given, turns: number): Promise<{ milliseconds: number[]; longestTask: number }> {
	peer ??= startPeer(); // running before it is timed, as the scanner is
	const worker = await peer;
	const file = fileOf(given);
	return timed(turns, async () => {
		worker.postMessage(file);
		if ((await heard(worker)) === 0) throw new Error("the peer read nothing");
	});
}

async function startPeer(): Promise<Worker> {
	const worker = new Worker("/peer.js", { type: "module" });
	await heard(worker);
	return worker;
}

/** What it says of letters next; pdf.js greets as well. */
function heard(worker: Worker): Promise<number> {
	return new Promise((resolve) => {
		const listener = ({ data }: MessageEvent<{ letters?: number }>) => {
			if (data.letters === undefined) return;
			worker.removeEventListener("message", listener);
			resolve(data.letters);
		};
		worker.addEventListener("message", listener);
	});
}

async function timed(turns: number, work: () => Promise<void>) {
	let longestTask = 0;
	const observer = new PerformanceObserver((list) => {
		for (const entry of list.getEntries()) longestTask = Math.max(longestTask, entry.duration);
	});
	observer.observe({ type: "longtask" });
	const milliseconds: number[] = [];
	for (let turn = 0; turn < turns; turn++) {
		const from = performance.now();
		await work();
		milliseconds.push(performance.now() - from);
	}
	await new Promise((resolve) => setTimeout(resolve, 50)); // long tasks are reported behind time
	observer.disconnect();
	return { milliseconds, longestTask };
}

Object.assign(window, { congvuScan: { start, judge, looked: () => looked, time, peerTime } });
