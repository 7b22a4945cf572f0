// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from "vitest";
import { isKnown, mayLeave } from "./first_look.ts";

function heardAt(selector: string, event: Event): boolean {
	let found = false;
	const look = (heard: Event) => {
		found = mayLeave(heard, document);
	};
	window.addEventListener(event.type, look, { capture: true, once: true });
	document.querySelector(selector)?.dispatchEvent(event);
	return found;
}

const click = () => new MouseEvent("click", { bubbles: true });

describe("at a first look", () => {
	beforeEach(() => {
		document.body.innerHTML = "";
	});

	it("a form with a file, a text or something editable in it may leave; a search does not", () => {
		const submit = () => new Event("submit", { bubbles: true });
		for (const inside of ['<input type="file">', "<textarea></textarea>", "<div contenteditable></div>"]) {
			document.body.innerHTML = `<form>${inside}</form>`;
			expect(heardAt("form", submit())).toBe(true);
		}
		document.body.innerHTML = '<form><input type="search"></form>';
		expect(heardAt("form", submit())).toBe(false);
	});

	it("SOGo's buttons send, save and take files out", () => {
		document.body.innerHTML = `<main ng-app="SOGo.MailerUI">
			<button id="send" ng-click="editor.send()"><i>Gửi</i></button>
			<button id="save" ng-click="editor.save()"></button>
			<button id="remove" ng-click="editor.removeAttachment(1)"></button><button id="other"></button></main>`;
		expect(isKnown(document)).toBe(true);
		for (const way of ["#send i", "#save", "#remove"]) expect(heardAt(way, click())).toBe(true);
		expect(heardAt("#other", click())).toBe(false);
	});

	it("Roundcube's buttons send and save, and its editor's button to plain text hears keys", () => {
		document.body.innerHTML = `<script src="program/js/app.min.js" type="none"></script>
			<a class="send"></a><a class="save draft"></a><a class="spellcheck"></a><a class="other"></a>
			<div><div class="tox-toolbar__group"><button class="tox-tbtn"></button></div></div>`;
		for (const way of ["a.send", "a.save", "a.spellcheck"]) expect(heardAt(way, click())).toBe(true);
		expect(heardAt("a.other", click())).toBe(false);
		const press = (key: string) => new KeyboardEvent("keydown", { key, bubbles: true });
		expect(heardAt(".tox-tbtn", press("Enter"))).toBe(true);
		expect(heardAt(".tox-tbtn", press("a"))).toBe(false);
	});

	it("the same buttons of a page that is no webmail's are its own", () => {
		document.body.innerHTML = '<a class="send"></a>';
		expect(isKnown(document)).toBe(false);
		expect(heardAt("a.send", click())).toBe(false);
	});
});
