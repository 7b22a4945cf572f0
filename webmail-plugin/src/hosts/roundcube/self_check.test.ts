// @vitest-environment happy-dom
import { expect, it } from "vitest";
import { missingOnCompose } from "./self_check.ts";

const FORM = `<div id="congvu-panel"></div><div id="compose-headers"><select name="_from"></select>
	<textarea id="_to"></textarea><textarea id="_cc"></textarea><textarea id="_bcc"></textarea>
	<input name="_subject"></div><textarea id="composebody"></textarea>`;

it("finds a whole form whole", () => {
	document.body.innerHTML = FORM;
	expect(missingOnCompose(document)).toEqual([]);
});

it("names what is gone by a code, never by what the page says", () => {
	document.body.innerHTML = FORM.replace('id="_bcc"', 'id="_blind"').replace('name="_subject"', 'name="_s"');
	expect(missingOnCompose(document)).toEqual(["recipients", "subject"]);
});
