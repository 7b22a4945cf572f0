// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { RoundcubeDraft } from "./draft.ts";
import { FakeRoundcube, fakeEditor } from "./testing/fake_roundcube.ts";

const PNG = "data:image/png;base64,iVBORw0KGgo=";

let roundcube: FakeRoundcube;
let draft: RoundcubeDraft;
let end: AbortController;

beforeEach(() => {
	roundcube = new FakeRoundcube(document);
	end = new AbortController();
	draft = new RoundcubeDraft(roundcube, document, {
		bundleVersion: () => "2026.11.3",
		drawnName: "Ảnh trong thư",
		signal: end.signal,
		relief: { note: "Đang kiểm tra", summon: () => Promise.reject(new Error("not in this test")) },
	});
});

afterEach(() => end.abort()); // all tests share one document

function drop(target: EventTarget, ...files: File[]): Event {
	const event = new Event("drop", { bubbles: true, cancelable: true });
	Object.assign(event, { dataTransfer: { files, types: ["Files"] } });
	target.dispatchEvent(event);
	return event;
}

function paste(target: EventTarget, ...files: File[]): Event {
	const event = new Event("paste", { bubbles: true, cancelable: true });
	Object.assign(event, { clipboardData: { files } });
	target.dispatchEvent(event);
	return event;
}

describe("the letter on the page", () => {
	it("is read without changing it", () => {
		roundcube.gui_objects.messageform.querySelector("textarea")?.append("sotaichinh@thainguyen.gov.vn");
		(document.querySelector("#composebody") as HTMLTextAreaElement).value = "Kính gửi\r\nông bà";
		expect(draft.sender()).toBe("sokhcn@thainguyen.gov.vn");
		expect(draft.bodyLines()).toEqual(["Kính gửi", "ông bà"]);
		expect(draft.subject()).toBe("");
	});

	it("is read from the editor while it is HTML", () => {
		roundcube.editor.editor = fakeEditor("<p>Kính gửi</p><p>ông bà</p>");
		expect(draft.bodyLines()).toEqual(["Kính gửi", "ông bà"]);
	});

	it("cannot be read while Mailvelope holds it", () => {
		roundcube.mailvelope_editor = {};
		expect(() => draft.bodyLines()).toThrow();
	});
});

describe("other words in the body", () => {
	const shout = (texts: readonly string[]) => texts.map((text) => text.toUpperCase());

	it("stand in the text field, are noticed, and can be taken back", () => {
		const field = document.querySelector("#composebody") as HTMLTextAreaElement;
		field.value = "một\nhai";
		const noticed = vi.fn();
		roundcube.gui_objects.messageform.addEventListener("input", noticed);
		const rewriting = draft.rewriteBody(shout);
		expect(field.value).toBe("MỘT\nHAI");
		expect(noticed).toHaveBeenCalledOnce();
		expect(rewriting.stands).toBe(true);
		rewriting.undo();
		expect(field.value).toBe("một\nhai");
	});

	it("stand between the tags of the editor; what is never shown stays", () => {
		roundcube.editor.editor = fakeEditor('<style>p{color:red}</style><p class="a">một <b>hai</b></p>');
		const rewriting = draft.rewriteBody(shout);
		expect(roundcube.editor.editor.getContent()).toBe('<style>p{color:red}</style><p class="a">MỘT <b>HAI</b></p>');
		rewriting.undo();
		expect(roundcube.editor.editor.getContent()).toBe('<style>p{color:red}</style><p class="a">một <b>hai</b></p>');
	});

	it("are not taken back over what was written since", () => {
		const field = document.querySelector("#composebody") as HTMLTextAreaElement;
		field.value = "một";
		const rewriting = draft.rewriteBody(shout);
		field.value = "MỘT HAI";
		expect(rewriting.stands).toBe(false);
		rewriting.undo();
		expect(field.value).toBe("MỘT HAI");
	});

	it("are not put there while Mailvelope holds it", () => {
		roundcube.mailvelope_editor = {};
		expect(() => draft.rewriteBody(shout)).toThrow();
	});
});

describe("a pasted or dropped file", () => {
	it("is offered to the guard, and the page's own paste does not happen", async () => {
		const guard = vi.fn(async () => false);
		draft.beforeUpload(guard);
		const file = new File(["x"], "mật.docx");
		const event = paste(document.body, file);
		expect(event.defaultPrevented).toBe(true);
		expect(guard).toHaveBeenCalledWith(file, expect.anything());
	});

	it("is offered as well when it is dropped beside Roundcube's own zone", () => {
		const guard = vi.fn(async () => false);
		draft.beforeUpload(guard);
		expect(drop(document.body, new File(["x"], "a")).defaultPrevented).toBe(true);
		expect(guard).toHaveBeenCalledOnce();
	});

	it("is left to Roundcube's own zone when it is dropped there", () => {
		const guard = vi.fn(async () => false);
		draft.beforeUpload(guard);
		const zone = document.body.appendChild(document.createElement("div"));
		zone.addEventListener("drop", (event) => event.stopPropagation());
		drop(zone, new File(["x"], "a"));
		expect(guard).not.toHaveBeenCalled();
	});

	it("is left to the page when there is none: words are pasted as ever", () => {
		expect(paste(document.body).defaultPrevented).toBe(false);
	});

	it("is no longer taken when the guard has ended", () => {
		end.abort();
		expect(paste(document.body, new File(["x"], "a")).defaultPrevented).toBe(false);
	});
});

describe("a picture in the body", () => {
	beforeEach(() => {
		roundcube.editor.editor = fakeEditor(`<p>a<img src="${PNG}"></p>`);
	});

	it("is a file of the letter, and the same one every time", async () => {
		const [picture] = draft.attached();
		expect(picture).toMatchObject({ name: "Ảnh trong thư 1", inBody: true, passed: null });
		expect(draft.attached()[0]?.id).toBe(picture?.id);
		expect((await picture?.read())?.type).toBe("image/png");
	});

	it("has a line among the attachments while it is held, and none when it is let go", () => {
		draft.attached()[0]?.hold("Chờ xác nhận");
		draft.attached()[0]?.hold("Chờ xác nhận");
		expect(roundcube.gui_objects.attachmentlist.textContent).toBe("Ảnh trong thư 1Chờ xác nhận");
		draft.attached()[0]?.hold(null);
		expect(roundcube.gui_objects.attachmentlist.textContent).toBe("");
	});

	it("leaves the body when its line is cancelled", () => {
		draft.attached()[0]?.hold("Chờ xác nhận");
		for (const line of Object.values(roundcube.uploads)) line.abort();
		expect(roundcube.editor.editor?.getContent()).toBe("<p>a</p>");
	});

	it("takes its line with it when it is taken out by hand", () => {
		draft.attached()[0]?.hold("Chờ xác nhận");
		roundcube.editor.editor?.setContent("<p>a</p>");
		expect(draft.attached()).toEqual([]);
		expect(roundcube.gui_objects.attachmentlist.textContent).toBe("");
	});
});
