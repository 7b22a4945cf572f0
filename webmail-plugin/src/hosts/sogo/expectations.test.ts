// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from "vitest";
import { expectationsOf } from "./expectations.ts";
import { FakeComposer } from "./testing/fake_sogo.ts";

function missing(): string[] {
	return expectationsOf(document)
		.filter(({ holds }) => !holds)
		.map(({ code }) => code);
}

beforeEach(() => {
	document.body.replaceChildren();
});

describe("what is expected of SOGo's page", () => {
	it("all holds on a page without a letter", () => {
		document.body.innerHTML =
			'<md-fab-speed-dial><button ng-click="mailbox.newMessage($event)"></button></md-fab-speed-dial>';
		expect(missing()).toEqual([]);
	});

	it.each(["html", "plain"] as const)("all holds for a letter in %s", (editor) => {
		new FakeComposer(document, editor);
		expect(missing()).toEqual([]);
	});

	it("all holds while CKEditor shows source text", () => {
		const fake = new FakeComposer(document);
		fake
			.part(".cke_wysiwyg_frame")
			?.replaceWith(Object.assign(document.createElement("textarea"), { className: "cke_source" }));
		expect(missing()).toEqual([]);
	});

	it.each([
		["send_button", '[ng-click="editor.send()"]'],
		["save_button", '[ng-click="editor.save()"]'],
		["sender", '[name="from"]'],
		["subject", '[name="subject"]'],
		["body", ".cke_wysiwyg_frame"],
		["recipients_to", '[ng-model="editor.message.editable.to"]'],
		["recipients_cc", '[ng-model="editor.message.editable.cc"] input'],
		["recipients_bcc", '[ng-model="editor.message.editable.bcc"]'],
		["file_input", '[type="file"]'],
	])("%s is named when its element is gone", (code, selector) => {
		new FakeComposer(document);
		new FakeComposer(document).part(selector)?.remove();
		expect(missing()).toEqual([code]);
	});

	it("a letter that is not recognised as one is named", () => {
		new FakeComposer(document).root.className = "another-editor";
		expect(missing()).toEqual(["composer"]);
	});

	it("a recipient whose text stands elsewhere is named", () => {
		const fake = new FakeComposer(document);
		fake.addRecipient("to", "a@x.vn");
		fake.part(".sg-tile-content")?.remove();
		expect(missing()).toEqual(["recipient_text"]);
	});
});
