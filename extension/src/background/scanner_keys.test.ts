import { describe, expect, it } from "vitest";
import { MemoryShelf } from "../testing/memory_shelf.ts";
import { ScannerKeys } from "./scanner_keys.ts";

describe("a key to the scanner", () => {
	it("opens it once, in the tab whose content script left it", async () => {
		const keys = new ScannerKeys(new MemoryShelf());
		await keys.leave("abc", 7);
		expect(await keys.opens("abc", 8)).toBe(false);
		expect(await keys.opens("abc", 7)).toBe(true);
		expect(await keys.opens("abc", 7)).toBe(false);
	});

	it("that nobody left opens nothing", async () => {
		expect(await new ScannerKeys(new MemoryShelf()).opens("guessed", 7)).toBe(false);
	});

	it("is kept where the next background finds it", async () => {
		const shelf = new MemoryShelf();
		await new ScannerKeys(shelf).leave("abc", 7);
		expect(await new ScannerKeys(shelf).opens("abc", 7)).toBe(true);
	});
});
