// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Composer } from "./adapter.ts";
import { watchPage } from "./page_changes.ts";

describe("a letter on a page that is watched", () => {
	beforeEach(() => void vi.useFakeTimers());
	afterEach(() => void vi.useRealTimers());

	async function watched() {
		document.body.innerHTML = "<section><a>cong-van.docx</a><input></section>";
		const root = document.querySelector("section") as HTMLElement;
		const changed = vi.fn();
		const end = new AbortController();
		watchPage({ root, watched: [] } as unknown as Composer, changed, end.signal);
		await vi.advanceTimersByTimeAsync(300);
		changed.mockClear();
		return { root, changed, end };
	}

	it("tells that a file has arrived where nothing but its address says so", async () => {
		const { root, changed } = await watched();

		root.querySelector("a")?.setAttribute("href", "/SOGo/so/cong-van.docx");
		await vi.advanceTimersByTimeAsync(300);

		expect(changed).toHaveBeenCalledTimes(1);
	});

	it("tells once of a burst, and nothing of how things look or after its end", async () => {
		const { root, changed, end } = await watched();

		root.append("một");
		root.querySelector("input")?.dispatchEvent(new Event("input", { bubbles: true }));
		await vi.advanceTimersByTimeAsync(300);
		expect(changed).toHaveBeenCalledTimes(1);

		root.querySelector("a")?.classList.add("seen");
		await vi.advanceTimersByTimeAsync(300);
		expect(changed).toHaveBeenCalledTimes(1);

		end.abort();
		root.append("hai");
		await vi.advanceTimersByTimeAsync(300);
		expect(changed).toHaveBeenCalledTimes(1);
	});
});
