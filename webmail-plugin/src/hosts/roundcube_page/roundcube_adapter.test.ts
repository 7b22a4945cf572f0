// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Composer } from "../page/adapter.ts";
import { RoundcubePage, recogniseRoundcube } from "./roundcube_adapter.ts";
import { drawComposePage, drawEditor } from "./testing/compose_page.ts";

function adapterOf(files: Readonly<Record<string, string>> = {}): RoundcubePage {
	drawComposePage(document, files);
	return new RoundcubePage(document, "Ảnh trong thư");
}

function composerOf(files: Readonly<Record<string, string>> = {}): Composer {
	const [composer] = adapterOf(files).composers();
	if (composer === undefined) throw new Error("no letter");
	return composer;
}

function element<E extends Element>(selector: string): E {
	const found = document.querySelector<E>(selector);
	if (found === null) throw new Error(selector);
	return found;
}

/** What the adapter says of the event that happens at this element. */
function wayOf(
	adapter: RoundcubePage,
	selector: string,
	event: Event = new Event("click", { bubbles: true }),
): unknown {
	let way: unknown;
	const hear = (heard: Event) => {
		way = adapter.wayOut(heard)?.what ?? null;
	};
	window.addEventListener(event.type, hear, { capture: true, once: true });
	element(selector).dispatchEvent(event);
	return way;
}

afterEach(() => vi.unstubAllGlobals());

describe("Roundcube's page, seen from outside", () => {
	it("is recognised by its program and its body, once both are there", () => {
		document.head.innerHTML = "";
		document.body.className = "";
		expect(recogniseRoundcube(document, "")).toBeNull();

		drawComposePage(document);
		expect(recogniseRoundcube(document, "")?.kind).toBe("roundcube");
	});

	it("has what is expected of it, and names what it lacks", () => {
		const adapter = adapterOf();
		expect(adapter.expectations().every(({ holds }) => holds)).toBe(true);

		element("button.send").remove();
		expect(adapter.expectations().filter(({ holds }) => !holds)).toEqual([{ code: "send_button", holds: false }]);
	});

	it("has no letter while a part of it is missing, and expects nothing where none is written", () => {
		const adapter = adapterOf();
		element("#_cc").remove();
		expect(adapter.composers()).toEqual([]);

		document.body.className = "task-mail action-list";
		expect(adapter.expectations()).toEqual([]);
	});

	it("has one letter, the same as long as its form stands there", () => {
		const adapter = adapterOf();
		const [first] = adapter.composers();

		expect(adapter.composers()).toEqual([first]);
		expect(adapter.composerAt(element("#composebody"))).toBe(first);
		drawComposePage(document);
		expect(adapter.composers()).not.toContain(first);
	});

	it.each([
		["button.send", "send"],
		["a.save.draft", "draft"],
		["#composebody", null],
	])("is left by %s: %s", (selector, what) => {
		expect(wayOf(adapterOf(), selector)).toBe(what);
	});

	it("is left by its form too", () => {
		expect(wayOf(adapterOf(), "form", new Event("submit", { bubbles: true }))).toBe("send");
	});

	it.each([
		["click", "", "text"],
		["keydown", "Enter", "text"],
		["keydown", " ", "text"],
		["keydown", "Tab", null],
	])("is posted whole by the editor's button back to plain text: %s %s", (type, key, what) => {
		const adapter = adapterOf();
		drawEditor(document, "<p>MẬT</p>");

		expect(wayOf(adapter, "button.to-plain", new KeyboardEvent(type, { key, bubbles: true }))).toBe(what);
		expect(wayOf(adapter, "button.bold", new KeyboardEvent(type, { key, bubbles: true }))).toBeNull();
	});

	it("is not left by a button that is switched off", () => {
		const adapter = adapterOf();
		element("a.save.draft").classList.add("disabled");

		expect(wayOf(adapter, "a.save.draft")).toBeNull();
	});

	it("is left again by the same button", () => {
		const adapter = adapterOf();
		const pressed = vi.fn();
		const save = element<HTMLElement>("a.save.draft");
		let held: Event | undefined;
		const hold = (event: Event) => {
			held = event;
			event.stopImmediatePropagation();
		};
		window.addEventListener("click", hold, true);
		save.click();
		window.removeEventListener("click", hold, true);
		save.addEventListener("click", pressed);
		if (held !== undefined) adapter.repeat(held);

		expect(pressed).toHaveBeenCalledOnce();
	});
});

describe("a letter on Roundcube's page", () => {
	it("goes to chips and to what is typed and no chip yet", () => {
		const composer = composerOf();
		element<HTMLTextAreaElement>("#_to").value = "Sở Tài chính <SoTaiChinh@thainguyen.gov.vn>, ";
		element<HTMLTextAreaElement>("#_bcc").value = "a@nguoidan.example";
		element<HTMLInputElement>("#compose_to input").value = "b@nguoidan.example";

		expect(composer.recipients()).toEqual(["sotaichinh@thainguyen.gov.vn", "a@nguoidan.example", "b@nguoidan.example"]);
	});

	it("is from whoever is chosen, and changes it as a person does", () => {
		const composer = composerOf();
		const changed = vi.fn();
		element("select").addEventListener("change", changed);
		composer.changeSender("vanthu@thainguyen.gov.vn");

		expect(composer.senders()).toEqual(["sokhcn@thainguyen.gov.vn", "vanthu@thainguyen.gov.vn"]);
		expect(composer.sender()).toBe("vanthu@thainguyen.gov.vn");
		expect(changed).toHaveBeenCalledOnce();
	});

	it("says its plain text by lines, and takes other words", () => {
		const composer = composerOf();
		element<HTMLTextAreaElement>("#composebody").value = "Kính gửi\nMẬT";
		expect(composer.bodyLines()).toEqual(["Kính gửi", "MẬT"]);

		const rewriting = composer.rewriteBody((texts) => texts.map((text) => text.toLowerCase()));
		expect(composer.bodyLines()).toEqual(["kính gửi", "mật"]);
		rewriting.undo();
		expect(composer.bodyLines()).toEqual(["Kính gửi", "MẬT"]);
	});

	it.each([
		["written", (body: HTMLElement) => body.append("MẬT")],
		["written on", (body: HTMLElement) => body.querySelector("p")?.firstChild?.replaceWith("MẬT")],
		["shown by another address", (body: HTMLElement) => body.querySelector("img")?.setAttribute("src", "blob:1")],
	])("tells of what is %s in its editor", async (_, write) => {
		const composer = composerOf();
		const editor = drawEditor(document, '<p>Kính gửi <img src="blob:0"></p>');
		await new Promise((resolve) => setTimeout(resolve));
		const changed = vi.fn();
		for (const node of composer.watched) node.addEventListener("input", changed);
		write(editor);
		await new Promise((resolve) => setTimeout(resolve));

		expect(changed).toHaveBeenCalled();
	});

	it("reads a picture that its editor shows, once for each address", async () => {
		vi.stubGlobal("fetch", async (address: string) => new Response(address));
		const composer = composerOf();
		drawEditor(document, '<p><img src="blob:http://localhost/1"><img src="blob:http://localhost/1"></p>');
		const [picture, ...others] = composer.attached();

		expect(others).toEqual([]);
		expect([picture?.id, picture?.name, picture?.inBody]).toEqual(["congvu-drawn-1", "Ảnh trong thư 1", true]);
		expect(await (await picture?.read())?.text()).toBe("blob:http://localhost/1");
	});

	it("has the files the server keeps for it, by the address of this letter", async () => {
		const asked: URL[] = [];
		vi.stubGlobal("fetch", async (address: URL) => {
			asked.push(address);
			return new Response("noi dung", { headers: { "content-type": "text/plain; charset=UTF-8" } });
		});
		const [file] = composerOf({ rcmfile7: "ghi-chu.txt", upload9: "đang tải" }).attached();

		expect(file?.id).toBe("rcmfile7");
		expect(file?.name).toBe("ghi-chu.txt");
		expect(await (await file?.read())?.text()).toBe("noi dung");
		expect(asked[0]?.search).toBe("?_task=mail&_action=display-attachment&_id=letter1&_file=rcmfile7");
	});

	it("does not take the log-in page for a file", async () => {
		vi.stubGlobal("fetch", async () => new Response("<html>", { headers: { "content-type": "text/html" } }));
		const [file] = composerOf({ rcmfile7: "ghi-chu.txt" }).attached();

		await expect(file?.read()).rejects.toThrow("did not give the attachment back");
	});

	it("shows what is held in the list of files, and why a file is not good", () => {
		const composer = composerOf({ rcmfile7: "ghi-chu.txt" });
		const note = composer.note("quy-hoach.docx");
		note.say("đang kiểm tra");
		expect(element("#attachment-list").lastElementChild?.textContent).toBe("quy-hoach.docxđang kiểm tra");
		note.remove();

		const [file] = composer.attached();
		file?.hold("phải xác nhận");
		expect(element("#rcmfile7 .congvu-note").textContent).toBe("phải xác nhận");
		expect(composer.attached()[0]?.name).toBe("ghi-chu.txt");
		file?.hold(null);
		expect(document.querySelector(".congvu-note")).toBeNull();
	});

	it("takes a file out as a person does", () => {
		const composer = composerOf({ rcmfile7: "ghi-chu.txt" });
		const pressed = vi.fn();
		element("#rcmfile7 a.delete").addEventListener("click", pressed);
		composer.attached()[0]?.remove();

		expect(pressed).toHaveBeenCalledOnce();
	});
});
