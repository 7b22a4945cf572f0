import { expect, it, vi } from "vitest";
import type { Sender } from "../messages.ts";

const chrome: Record<string, unknown> = {};
vi.stubGlobal("chrome", chrome); // looked up when the module is first loaded
const { bringRest } = await import("./rest.ts");

const FRAME = { tab: { id: 7 }, frameId: 3 } as Sender;

function answers(brought: readonly unknown[]): unknown[] {
	const injected: unknown[] = [];
	const executeScript = async (injection: unknown) => {
		injected.push(injection);
		return brought;
	};
	Object.assign(chrome, { scripting: { executeScript } });
	return injected;
}

it("the rest is put into the frame that asks, and nowhere else", async () => {
	const injected = answers([{ frameId: 3 }]);
	await bringRest(FRAME, 0);
	expect(injected).toEqual([{ target: { tabId: 7, frameIds: [3] }, files: ["/rest.js"], injectImmediately: true }]);
});

it("what failed is asked for by another address", async () => {
	const injected = answers([{ frameId: 3 }]);
	await bringRest(FRAME, 2);
	expect(injected).toMatchObject([{ files: ["/rest.js?2"] }]);
});

it("what could not be put there is told", async () => {
	answers([]);
	await expect(bringRest(FRAME, 0)).rejects.toThrow("could not be put");
	answers([{ frameId: 3, error: { message: "it threw" } }]);
	await expect(bringRest(FRAME, 0)).rejects.toThrow("could not be put");
});

it("a page of the extension's own is brought nothing", async () => {
	const injected = answers([{ frameId: 0 }]);
	await expect(bringRest({ frameId: 0 } as Sender, 0)).rejects.toThrow("no content script");
	expect(injected).toEqual([]);
});
