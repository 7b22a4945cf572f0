import { beforeEach, describe, expect, it } from "vitest";
import type { GateLine, Judgement } from "../channel.ts";
import { guardPage } from "./page.ts";
import type { Realm } from "./realm.ts";

/** What pages send with, read files with and get them by. */
const PROTOTYPES: Readonly<Record<string, readonly string[]>> = {
	Blob: ["arrayBuffer", "text", "bytes", "stream", "slice"],
	File: [],
	FileReader: ["readAsArrayBuffer", "readAsText", "readAsDataURL", "readAsBinaryString", "abort"],
	FormData: ["append", "set"],
	Response: [],
	Request: ["clone", "arrayBuffer", "blob", "bytes", "formData", "text"],
	XMLHttpRequest: ["open", "abort", "send"],
	Navigator: ["sendBeacon"],
	HTMLFormElement: ["submit", "requestSubmit"],
	Document: ["open", "write", "writeln"],
	Worker: ["postMessage"],
	MessagePort: ["postMessage"],
	BroadcastChannel: ["postMessage"],
	ServiceWorker: ["postMessage"],
	WebSocket: ["send"],
	RTCDataChannel: ["send"],
	FileSystemFileHandle: ["getFile"],
	ClipboardItem: ["getType"],
	FileSystemFileEntry: ["file"],
	HTMLIFrameElement: [],
	HTMLFrameElement: [],
	HTMLObjectElement: [],
};
const LEFT_ALONE = ["HTMLFormElement.requestSubmit"];

let realm: Realm & Record<string, { readonly prototype: Record<string, unknown> }>;
let sent: unknown[];
let judgement: Judgement;
let asked: number;

const native = async (...given: unknown[]) => void sent.push(given.at(-1));
const line: GateLine = {
	standsBack: false,
	judgeFiles: async () => {
		asked++;
		return judgement;
	},
	judgeText: async () => "allow",
};

beforeEach(() => {
	sent = [];
	asked = 0;
	judgement = "refuse";
	const made: Record<string, unknown> = { Object: {}, TypeError, DOMException, fetch: native, open: () => null };
	for (const [name, methods] of Object.entries(PROTOTYPES)) {
		made[name] = class {};
		for (const method of methods) Object.assign((made[name] as { prototype: object }).prototype, { [method]: native });
	}
	made.URL = { createObjectURL: native, revokeObjectURL: native };
	realm = Object.assign(new EventTarget(), { ...made, window: made }) as unknown as typeof realm;
	Object.assign(realm, { window: realm });
	guardPage(realm, line);
});

describe("stand-ins in a page's own world", () => {
	it("are in the place of every method before the page calls any", () => {
		const untouched = Object.entries(PROTOTYPES).flatMap(([owner, methods]) =>
			methods.filter((method) => realm[owner]?.prototype[method] === native).map((method) => `${owner}.${method}`),
		);
		expect(untouched).toEqual(LEFT_ALONE);
		expect([realm.fetch, realm.URL.createObjectURL, realm.URL.revokeObjectURL]).not.toContain(native);
	});

	it("each become what they stand in for with the first call of any of a part", () => {
		for (const [owner, methods] of Object.entries(PROTOTYPES)) {
			for (const method of methods.filter((one) => !LEFT_ALONE.includes(`${owner}.${one}`))) {
				const call = realm[owner]?.prototype[method] as (this: unknown, ...given: unknown[]) => unknown;
				expect(
					failureOf(() => call.call({}, "", "")),
					`${owner}.${method}`,
				).not.toMatch(/stands in|'apply'/u);
			}
		}
	});

	it("hold the very first file that is sent, and let it go when it may", async () => {
		const body = new File(["a"], "a.docx");
		await expect(realm.fetch("/upload", { method: "POST", body })).rejects.toThrow("Failed to fetch");
		expect(sent).toEqual([]);

		judgement = "allow";
		await realm.fetch("/upload", { method: "POST", body });
		expect(sent).toEqual([{ method: "POST", body }]);
		expect(asked).toBe(2);
	});

	it("hold it for a page too that kept the function for later", async () => {
		const { fetch } = realm;
		const body = new File(["a"], "a.docx");
		await expect(fetch("/upload", { method: "POST", body })).rejects.toThrow("Failed to fetch");
		expect(sent).toEqual([]);
	});

	it("are put into a realm once, whoever reaches it", () => {
		const { fetch } = realm;
		guardPage(realm, line);
		expect(realm.fetch).toBe(fetch);
	});
});

function failureOf(call: () => unknown): string {
	try {
		void Promise.resolve(call()).catch(() => undefined);
		return "";
	} catch (error) {
		return String(error);
	}
}
