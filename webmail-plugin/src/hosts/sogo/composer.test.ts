// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { SogoComposer } from "./composer.ts";
import { FakeComposer } from "./testing/fake_sogo.ts";

const DRAFT = "https://mail.example/SOGo/so/a/Mail/0/folderDrafts/4/2";
const PICTURE = `data:image/png;base64,${btoa("picture")}`;

let fake: FakeComposer;
let composer: SogoComposer;

function begin(editor: "html" | "plain" = "html"): void {
	document.body.replaceChildren();
	fake = new FakeComposer(document, editor);
	composer = new SogoComposer(fake.root, "Ảnh");
}

function body(): HTMLElement {
	return fake.frame as HTMLElement;
}

beforeEach(() => begin());
afterEach(() => vi.unstubAllGlobals());

describe("the body of a letter in SOGo", () => {
	it("is read as lines, without what CKEditor puts into empty ones", () => {
		body().innerHTML = `một<br>${"\u200b".repeat(7)}hai`;
		expect(composer.bodyLines()).toEqual(["một", "hai"]);
	});

	it("is read from the text field of a plain letter", () => {
		begin("plain");
		Object.assign(fake.part("textarea") as HTMLTextAreaElement, { value: "một\nhai" });
		expect(composer.bodyLines()).toEqual(["một", "hai"]);
	});

	it("cannot be read before the editor is ready, nor while it shows source text", () => {
		body().removeAttribute("contenteditable");
		expect(() => composer.bodyLines()).toThrow();
		fake
			.part(".cke_wysiwyg_frame")
			?.replaceWith(Object.assign(document.createElement("textarea"), { className: "cke_source" }));
		expect(() => composer.bodyLines()).toThrow();
	});

	it("takes other words, tells the editor, and takes them back", () => {
		body().innerHTML = "<p>xin <b>chào</b></p>";
		const heard: string[] = [];
		for (const event of ["input", "keyup"]) body().addEventListener(event, () => heard.push(event));
		const rewriting = composer.rewriteBody((texts) => texts.map((text) => text.toUpperCase()));
		expect(body().innerHTML).toBe("<p>XIN <b>CHÀO</b></p>");
		expect(heard).toEqual(["input", "keyup"]);
		rewriting.undo();
		expect(body().innerHTML).toBe("<p>xin <b>chào</b></p>");
		expect(rewriting.stands).toBe(false);
	});
});

describe("the subject", () => {
	it("is suggested only where there is none", () => {
		composer.suggestSubject("Báo cáo");
		composer.suggestSubject("Khác");
		expect(composer.subject()).toBe("Báo cáo");
	});
});

describe("who sends", () => {
	it("is what the page says of its log-in, beside whom the letter is from", () => {
		const accounts = [
			{ identities: [{ email: "SoKHCN@thainguyen.gov.vn" }, { email: "an@thainguyen.gov.vn" }] },
			{ name: "x" },
		];
		const script = Object.assign(document.createElement("script"), {
			type: "application/json", // so that nothing runs it here
			textContent: `\n    var mailAccounts = ${JSON.stringify(accounts)};\n    var userNames = [];\n`,
		});
		document.body.append(script);
		expect(composer.sender()).toBe("sokhcn@thainguyen.gov.vn");
		expect(composer.senders()).toEqual(["sokhcn@thainguyen.gov.vn", "an@thainguyen.gov.vn"]);
	});

	it.each(["", "var mailAccounts = [{];", "var mailAccounts = [null, 3];"])(
		"is the letter's own sender where the page says %j",
		(text) => {
			document.body.append(
				Object.assign(document.createElement("script"), { type: "application/json", textContent: text }),
			);
			expect(composer.senders()).toEqual(["sokhcn@thainguyen.gov.vn"]);
		},
	);
});

describe("files in the letter", () => {
	it("are those that have arrived; their bytes come from the address that does not show them", async () => {
		fake.addFile("báo cáo.html", `${DRAFT}/b%C3%A1o%20c%C3%A1o.html`);
		fake.addFile("đang tải.docx", null);
		const asked: string[] = [];
		vi.stubGlobal("fetch", async (address: string) => {
			asked.push(address);
			return {
				ok: true,
				redirected: false,
				headers: new Headers(),
				arrayBuffer: async () => new TextEncoder().encode("abc").buffer,
			};
		});
		const [file, none] = composer.attached();
		expect(none).toBeUndefined();
		expect(await (await file?.read())?.text()).toBe("abc");
		expect(file?.name).toBe("báo cáo.html");
		expect(asked).toEqual([`${DRAFT}/asAttachment/b%C3%A1o%20c%C3%A1o.html`]);
		expect(composer.isUploading()).toBe(true);
	});

	it("cannot be read after the session's end, when the log-in page comes instead", async () => {
		fake.addFile("a.docx", `${DRAFT}/a.docx`);
		vi.stubGlobal("fetch", async () => ({ ok: true, redirected: true }));
		await expect(composer.attached()[0]?.read()).rejects.toThrow();
	});

	it("keep their id while others come and go, and say why they are held", () => {
		const first = fake.addFile("a.docx", `${DRAFT}/a.docx`);
		fake.addFile("b.docx", `${DRAFT}/b.docx`);
		const [, second] = composer.attached();
		second?.hold("đang kiểm tra");
		second?.hold("được giữ lại");
		first.remove();
		expect(composer.attached().map(({ id }) => id)).toEqual([second?.id]);
		expect(fake.part(".congvu-held")?.textContent).toBe("b.docx được giữ lại");
		second?.hold(null);
		expect(fake.part(".congvu-held")).toBeNull();
	});

	it("are taken out without submitting the form, after which SOGo would send nothing any more", () => {
		fake.addFile("a.docx", `${DRAFT}/a.docx`);
		let submitted = false;
		fake.root.addEventListener("submit", () => {
			submitted = true;
		});
		composer.attached()[0]?.remove();
		expect(fake.pressed).toEqual(["editor.removeAttachment($chip, 'fileInput')"]);
		expect(submitted).toBe(false);
	});

	it("are also what is drawn in the body", async () => {
		body().innerHTML = `<p>xem</p><img src="${PICTURE}">`;
		const [picture] = composer.attached();
		expect([picture?.name, picture?.inBody]).toEqual(["Ảnh 1", true]);
		expect(await (await picture?.read())?.text()).toBe("picture");
		picture?.hold("đang kiểm tra");
		expect(fake.part(".congvu-held")?.textContent).toBe("Ảnh 1 đang kiểm tra");
		picture?.remove();
		expect(body().innerHTML).toBe("<p>xem</p>");
		composer.attached();
		expect(fake.part(".congvu-held")).toBeNull();
	});
});
