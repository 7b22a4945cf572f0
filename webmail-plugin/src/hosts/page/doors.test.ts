// @vitest-environment happy-dom
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Composer, PageAdapter, WayOut } from "./adapter.ts";
import { type Doorkeeper, Doors } from "./doors.ts";
import type { TakenFiles } from "./taken_files.ts";
import { FakeComposer } from "./testing/fake_composer.ts";

let composer: FakeComposer;
let input: HTMLInputElement;
let button: HTMLButtonElement;
let keeper: Doorkeeper & { taken: TakenFiles[]; mayGo: boolean; standsBack: boolean };
let adapter: PageAdapter;
let heard: string[];

function choose(...files: File[]): void {
	Object.defineProperty(input, "files", { value: files, configurable: true, writable: true });
	input.dispatchEvent(new Event("change", { bubbles: true }));
}

beforeEach(() => {
	const page = document.createElement("main"); // stands for the window
	page.innerHTML = '<input type="file"><button>Gửi</button>';
	document.body.replaceChildren(page);
	input = page.querySelector("input") as HTMLInputElement;
	button = page.querySelector("button") as HTMLButtonElement;
	composer = new FakeComposer();
	heard = [];
	for (const element of [input, button]) {
		for (const type of ["change", "click"]) element.addEventListener(type, () => heard.push(type));
	}
	keeper = {
		taken: [],
		mayGo: false,
		standsBack: false,
		brought: (taken) => void keeper.taken.push(taken),
		writing: () => undefined,
		leaves: () => keeper.mayGo,
	};
	adapter = {
		kind: "generic",
		expectations: () => [],
		composers: () => [composer],
		composerAt: (): Composer => composer,
		wayOut: ({ type }): WayOut | null => (type === "click" ? { composer, what: "send" } : null),
		repeat: () => button.click(),
	};
	new Doors(
		() => adapter,
		keeper,
		() => false,
	).guard(page);
});

describe("at the doors of a page", () => {
	it("files that are chosen are taken before the page hears of them", () => {
		choose(new File(["a"], "a.docx"));
		expect(heard).toEqual([]);
		expect(keeper.taken.map(({ files }) => files.map(({ name }) => name))).toEqual([["a.docx"]]);
		expect(input.value).toBe("");
	});

	it("a way out is held until it may be taken", () => {
		button.click();
		expect(heard).toEqual([]);
		keeper.mayGo = true;
		button.click();
		expect(heard).toEqual(["click"]);
	});

	it("a keeper that throws lets nothing out", () => {
		keeper.leaves = () => {
			throw new Error("broken");
		};
		button.click();
		expect(heard).toEqual([]);
	});

	it("an adapter that stumbles over the page still leaves its files to the keeper", () => {
		adapter.composerAt = () => {
			throw new Error("the page is another");
		};
		const brought = vi.spyOn(keeper, "brought");
		choose(new File(["a"], "a.docx"));
		expect(brought).toHaveBeenCalledWith(expect.anything(), null);
	});

	it("everything passes where another guard stands", () => {
		keeper.standsBack = true;
		choose(new File(["a"], "a.docx"));
		button.click();
		expect(heard).toEqual(["change", "click"]);
	});
});
