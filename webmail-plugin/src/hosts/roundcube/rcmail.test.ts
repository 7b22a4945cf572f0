// @vitest-environment happy-dom
import { describe, expect, it } from "vitest";
import { listen } from "./rcmail.ts";
import { FakeRoundcube } from "./testing/fake_roundcube.ts";

describe("listening to Roundcube", () => {
	it("stops the action when a handler throws: Roundcube would never call its handlers again", () => {
		const roundcube = new FakeRoundcube(document);
		const broken = () => {
			throw new Error("broken");
		};
		listen(roundcube, "beforesend", broken, new AbortController().signal);
		expect(roundcube.trigger("beforesend")).toBe(false);
	});

	it("ends with its signal", () => {
		const roundcube = new FakeRoundcube(document);
		const end = new AbortController();
		listen(roundcube, "beforesend", () => false, end.signal);
		end.abort();
		expect(roundcube.trigger("beforesend")).toBeUndefined();
	});
});
