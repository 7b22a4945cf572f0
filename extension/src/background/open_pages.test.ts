import { expect, it, vi } from "vitest";
import { MemoryShelf } from "../testing/memory_shelf.ts";

const chrome: Record<string, unknown> = {};
vi.stubGlobal("chrome", chrome); // looked up when the module is first loaded
const { guardOpenPages, onceALife } = await import("./open_pages.ts");

interface Injection {
	readonly target: { readonly tabId: number; readonly allFrames: boolean };
	readonly files: readonly string[];
	readonly world: string;
}

function fakeBrowser(open: readonly number[], asleep: readonly number[] = []): Injection[] {
	const injected: Injection[] = [];
	Object.assign(chrome, {
		tabs: { query: async () => open.map((id) => ({ id })) },
		scripting: {
			executeScript: async (injection: Injection) => {
				if (asleep.includes(injection.target.tabId)) throw new Error("Cannot access contents of the page");
				injected.push(injection);
			},
		},
	});
	return injected;
}

it("layer 1 is put into every frame of every open webmail before layer 2", async () => {
	const injected = fakeBrowser([7]);
	await guardOpenPages(["https://mail.thainguyen.gov.vn/*"]);
	expect(injected.map(({ target, files, world }) => [target.tabId, target.allFrames, world, files])).toEqual([
		[7, true, "ISOLATED", ["gate.js"]],
		[7, true, "MAIN", ["content-scripts/hooks.js"]],
	]);
});

it("a page that cannot be reached keeps no other from being guarded", async () => {
	const injected = fakeBrowser([7, 8], [7]);
	await guardOpenPages(["https://mail.thainguyen.gov.vn/*"]);
	expect(injected.map(({ target }) => target.tabId)).toEqual([8, 8]);
});

it("no page is looked for where no webmail is listed", async () => {
	const injected = fakeBrowser([7]);
	await guardOpenPages([]);
	expect(injected).toEqual([]);
});

it("a background that wakes again guards nothing anew", async () => {
	const shelf = new MemoryShelf();
	const act = vi.fn();
	await onceALife(shelf, act);
	await onceALife(shelf, act);
	expect(act).toHaveBeenCalledOnce();
});
