// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it } from "vitest";
import { FakeRoundcube, fakeEditor } from "./testing/fake_roundcube.ts";
import { watchWriting } from "./writing.ts";

let roundcube: FakeRoundcube;
let begun: number;
let end: AbortController;

beforeEach(() => {
	roundcube = new FakeRoundcube(document);
	begun = 0;
	end = new AbortController();
});

afterEach(() => end.abort());

function watch(): void {
	watchWriting(roundcube, () => begun++, end.signal);
}

function type(byPerson: boolean): void {
	const event = new Event("input", { bubbles: true });
	Object.defineProperty(event, "isTrusted", { value: byPerson });
	document.querySelector("#composebody")?.dispatchEvent(event);
}

it("what a person types begins the letter", () => {
	watch();
	type(true);
	expect(begun).toBe(1);
});

it("what a script fills in while the page opens does not", () => {
	watch();
	type(false);
	roundcube.trigger("editor-load");
	roundcube.trigger("change_identity");
	expect(begun).toBe(0);
});

it.each(["add-recipient", "fileappended"])("so does %s", (event) => {
	watch();
	expect(roundcube.trigger(event)).toBeUndefined();
	expect(begun).toBe(1);
});

it("so does typing in the HTML editor, but not its coming", () => {
	const heard: [string, () => void][] = [];
	roundcube.editor.editor = { ...fakeEditor("<p></p>"), on: (names, listener) => void heard.push([names, listener]) };
	watch();
	expect([begun, heard.map(([names]) => names)]).toEqual([0, ["input change ExecCommand"]]);
	heard[0]?.[1]();
	expect(begun).toBe(1);
});
