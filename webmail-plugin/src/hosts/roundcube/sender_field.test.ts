// @vitest-environment happy-dom
import { expect, it } from "vitest";
import { SenderField } from "./sender_field.ts";

const PRIVATE = "An &lt;an@rieng.example&gt;";
const OFFICIAL = "Nguyễn An &lt;An@thainguyen.gov.vn&gt;";

function page(html: string): SenderField {
	document.body.innerHTML = html;
	return new SenderField(document);
}

it("knows every identity, and changes to one of them so that Roundcube hears of it", () => {
	const field = page(
		`<select name="_from"><option value="1">${PRIVATE}</option><option value="2">${OFFICIAL}</option></select>`,
	);
	const heard: string[] = [];
	const select = document.querySelector("select");
	select?.addEventListener("change", () => heard.push(select.value));
	expect([field.chosen(), ...field.all()]).toEqual(["an@rieng.example", "an@rieng.example", "an@thainguyen.gov.vn"]);
	field.change("an@thainguyen.gov.vn");
	expect([field.chosen(), ...heard]).toEqual(["an@thainguyen.gov.vn", "2"]);
	field.change("nobody@thainguyen.gov.vn");
	expect(field.chosen()).toBe("an@thainguyen.gov.vn");
});

it("has one identity where Roundcube leaves no choice", () => {
	const field = page('<input name="_from" value="an@rieng.example" />');
	field.change("an@thainguyen.gov.vn");
	expect([field.chosen(), field.all()]).toEqual(["an@rieng.example", ["an@rieng.example"]]);
});
