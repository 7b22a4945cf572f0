// @vitest-environment happy-dom
import { beforeEach, describe, expect, it, vi } from "vitest";
import { Body } from "./body.ts";
import { drawComposePage, drawEditor } from "./testing/compose_page.ts";

const PICTURE = "data:image/png;base64,iVBORw0KGgo=";

function field(): HTMLTextAreaElement {
	return document.querySelector("#composebody") as HTMLTextAreaElement;
}

beforeEach(() => drawComposePage(document));

describe("an HTML letter", () => {
	it("is read by the lines a reader sees in the editor, whatever the text area behind it still says", () => {
		field().value = "Kính gửi";
		drawEditor(document, "<p>Kính gửi Sở,</p><div>TUYỆT <b>MẬT</b></div><p>một<br>hai</p>");

		expect(new Body(document).lines()).toEqual(["Kính gửi Sở,", "TUYỆT MẬT", "một", "hai"]);
	});

	it("cannot be read while the editor is being made", () => {
		field().value = "<p>MẬT</p>";
		drawEditor(document, null);

		expect(() => new Body(document).lines()).toThrow("not there yet");
		expect(() => new Body(document).rewrite((texts) => texts)).toThrow("not there yet");
	});

	it("is read both ways while the server turns its text into HTML, for either may leave", () => {
		field().value = "Kính gửi\nMẬT";
		(document.querySelector('[name="_is_html"]') as HTMLInputElement).value = "1";
		expect(new Body(document).lines()).toEqual(["Kính gửi", "MẬT", "Kính gửi MẬT"]);

		field().value = "<p>Kính gửi</p><p>MẬT</p>";
		expect(new Body(document).lines()).toContain("MẬT");
	});

	it("takes other words between its tags, and its own back", () => {
		const editor = drawEditor(document, '<p class="a">Kính göi <b>Së</b></p>');
		const changed = vi.fn();
		editor.addEventListener("input", changed);
		const rewriting = new Body(document).rewrite((texts) => texts.map((text) => text.replace("göi", "gửi")));

		expect(editor.innerHTML).toBe('<p class="a">Kính gửi <b>Së</b></p>');
		expect(changed).toHaveBeenCalledOnce();
		expect(rewriting.stands).toBe(true);
		rewriting.undo();
		expect(editor.innerHTML).toBe('<p class="a">Kính göi <b>Së</b></p>');
	});

	it("keeps what was written after other words were put in", () => {
		const editor = drawEditor(document, "<p>göi</p>");
		const rewriting = new Body(document).rewrite(() => ["gửi"]);
		editor.innerHTML = "<p>gửi đi</p>";

		expect(rewriting.stands).toBe(false);
		rewriting.undo();
		expect(editor.innerHTML).toBe("<p>gửi đi</p>");
	});

	it("draws pictures as they are written, and as TinyMCE shows them", () => {
		const own = "blob:http://localhost/1";
		drawEditor(document, `<p><img src="${PICTURE}"><img src="${own}"><img src="${own}"><img src="/logo.png"></p>`);

		expect(new Body(document).drawn()).toEqual([
			{ uri: PICTURE, mediaType: "image/png" },
			{ uri: own, mediaType: "" },
		]);
	});

	it("draws pictures of its source before the editor is made", () => {
		field().value = `<p><img src="${PICTURE}"></p>`;
		drawEditor(document, null);

		expect(new Body(document).drawn()).toEqual([{ uri: PICTURE, mediaType: "image/png" }]);
	});

	it.each([PICTURE, "blob:http://localhost/1"])("loses the picture that is taken out: %s", (uri) => {
		const editor = drawEditor(document, `<p>Kính gửi <img src="${uri}"></p><p><img src="${uri}">đây</p>`);
		new Body(document).erase(uri);

		expect(editor.innerHTML).toBe("<p>Kính gửi </p><p>đây</p>");
	});
});

describe("a plain letter", () => {
	it("draws nothing, and keeps its words when a picture is taken out that it has no more", () => {
		field().value = `<${PICTURE}> a < b`;
		new Body(document).erase(PICTURE);

		expect(new Body(document).drawn()).toEqual([]);
		expect(field().value).toBe(`<${PICTURE}> a < b`);
	});
});
