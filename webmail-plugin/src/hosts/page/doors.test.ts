// @vitest-environment happy-dom
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Composer, PageAdapter, WayOut } from "./adapter.ts";
import { Doors } from "./doors.ts";
import { LetterDoors, type LetterKeeper } from "./letter_doors.ts";
import type { TakenFiles } from "./taken_files.ts";
import { FakeComposer } from "./testing/fake_composer.ts";

let composer: FakeComposer;
let input: HTMLInputElement;
let button: HTMLButtonElement;
let keeper: LetterKeeper & { taken: TakenFiles[]; mayGo: boolean; standsBack: boolean };
let adapter: PageAdapter;
let heard: string[];
let letterDoors: LetterDoors;

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
	letterDoors = new LetterDoors(
		() => adapter,
		keeper,
		() => false,
	);
	new Doors(letterDoors).guard(page);
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

	it("what was held before anybody could judge it goes on when it is no way out, and else when it may", () => {
		const event = new MouseEvent("click", { bubbles: true });
		button.dispatchEvent(event);
		keeper.mayGo = false;
		letterDoors.passLate(event);
		expect(heard).toEqual([]);

		keeper.mayGo = true;
		letterDoors.passLate(event);
		expect(heard).toEqual(["click"]);

		adapter.wayOut = () => null;
		letterDoors.passLate(event);
		expect(heard).toEqual(["click", "click"]);
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
