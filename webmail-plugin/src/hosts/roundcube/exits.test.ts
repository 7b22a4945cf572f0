// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from "vitest";
import type { Cargo } from "../host.ts";
import { guardExits } from "./exits.ts";
import { FakeRoundcube } from "./testing/fake_roundcube.ts";

let roundcube: FakeRoundcube;
let asked: Cargo[];
let answer: (cargo: Cargo) => boolean;

beforeEach(() => {
	roundcube = new FakeRoundcube(document);
	asked = [];
	answer = () => false;
	const guard = (cargo: Cargo) => {
		asked.push(cargo);
		return answer(cargo);
	};
	guardExits(roundcube, guard, () => "2026.11.3", new AbortController().signal);
});

describe("a guard that says no", () => {
	it.each([
		["savedraft", "draft"],
		["extwin", "draft"],
		["spellcheck", "text"],
		["toggle-editor", "text"],
	])("stops %s", (command, cargo) => {
		expect(roundcube.command(command)).toBe(false);
		expect(asked).toEqual([cargo]);
		expect(roundcube.sent).not.toContain("form");
		expect(roundcube.sent).not.toContain(command);
	});

	it("lets the timer of automatic saving run on", () => {
		roundcube.command("savedraft");
		expect(roundcube.sent).toEqual(["auto-save timer"]);
	});

	it("stops the conversion between HTML and plain text", () => {
		(roundcube as { format_converter: (text: string, format: string) => boolean }).format_converter("a", "html");
		expect(roundcube.sent).toEqual([]);
		expect(asked).toEqual(["text"]);
	});

	it("stops the form itself, whoever submits it, and takes the waiting sign away", () => {
		roundcube.gui_objects.messageform.submit();
		expect(roundcube.sent).toEqual([]);
		expect(roundcube.messages).toEqual(["free lock1"]);
	});

	it("does so as well when it throws", () => {
		answer = () => {
			throw new Error("broken");
		};
		roundcube.command("savedraft");
		roundcube.gui_objects.messageform.submit();
		expect(roundcube.sent).toEqual(["auto-save timer"]);
	});
});

it("a guard that says yes lets the draft go, with the bundle it was judged by", () => {
	answer = () => true;
	roundcube.command("savedraft");
	expect(roundcube.sent).toEqual(["form"]);
	expect(new FormData(roundcube.gui_objects.messageform).get("_congvu_bundle")).toBe("2026.11.3");
});
