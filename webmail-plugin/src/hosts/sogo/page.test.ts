// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from "vitest";
import type { WayOut } from "../page/adapter.ts";
import { recogniseSogo, SogoPage } from "./page.ts";
import { FakeComposer } from "./testing/fake_sogo.ts";

let first: FakeComposer;
let second: FakeComposer;
let page: SogoPage;

beforeEach(() => {
	document.body.replaceChildren();
	first = new FakeComposer(document);
	second = new FakeComposer(document);
	page = new SogoPage(document, "Ảnh");
});

function wayOutBy(element: Element | null): WayOut | null {
	let way: WayOut | null = null;
	const see = (event: Event) => {
		way = page.wayOut(event);
	};
	document.addEventListener("click", see, { once: true });
	(element as HTMLElement).click();
	return way;
}

describe("SOGo's page", () => {
	it("is recognised by its application, once that is there", () => {
		expect(recogniseSogo(document, "Ảnh")).toBeNull();
		document.body.setAttribute("ng-app", "SOGo.MailerUI");
		expect(recogniseSogo(document, "Ảnh")?.kind).toBe("sogo");
		document.body.removeAttribute("ng-app");
	});

	it("has each letter that is being written, the same object for the same letter", () => {
		expect(page.composers().map(({ root }) => root)).toEqual([first.root, second.root]);
		expect(page.composers()[1]).toBe(page.composers()[1]);
		second.root.remove();
		expect(page.composers()).toHaveLength(1);
	});

	it.each([
		['[ng-click="editor.send()"]', "send"],
		['[ng-click="editor.save()"]', "draft"],
	])("knows whose letter a press on %s would take out", (selector, what) => {
		const icon = document.createElement("md-icon");
		second.part(selector)?.append(icon);
		expect(wayOutBy(icon)).toEqual({ composer: page.composers()[1], what });
	});

	it("judges the words of a letter that SOGo saves because a file is taken out", () => {
		const chip = first.addFile("a.docx", "/a.docx");
		expect(wayOutBy(chip.querySelector("button"))).toEqual({ composer: page.composers()[0], what: "text" });
	});

	it("lets other presses be, and events that are no press", () => {
		expect(wayOutBy(first.part('[name="subject"]'))).toBeNull();
		const send = first.part('[ng-click="editor.send()"]') as Element;
		let way: WayOut | null | undefined;
		send.addEventListener("keydown", (event) => {
			way = page.wayOut(event);
		});
		send.dispatchEvent(new Event("keydown"));
		expect(way).toBeNull();
	});

	it("knows to which letter a file goes, and that one beside all letters goes to none", () => {
		expect(page.composerAt(second.part('[type="file"]'))).toBe(page.composers()[1]);
		expect(page.composerAt(document.body)).toBeNull();
		expect(page.composerAt(window)).toBeNull();
	});

	it("presses once more what was held back", () => {
		let held: Event | null = null;
		first.root.addEventListener("click", (event) => {
			held = event;
		});
		(first.part('[ng-click="editor.send()"]') as HTMLElement).click();
		page.repeat(held as unknown as Event);
		expect(first.pressed).toEqual(["editor.send()", "editor.send()"]);
	});
});
