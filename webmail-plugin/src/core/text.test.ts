import { describe, expect, it } from "vitest";
import conformance from "../../../rules/conformance/normalise.json" with { type: "json" };
import { accented, charsetOf, joined, standingAlone, toneStripped } from "./text.ts";

describe("the views of a text", () => {
	it.each(conformance.cases)("$name", ({ text, expect: expected }) => {
		const views = {
			accented: accented(text),
			joined: joined(text),
			alone: standingAlone(accented(text)),
			plain: toneStripped(accented(text)),
		};
		expect(views).toMatchObject(expected);
	});

	it("tells composed from decomposed letters", () => {
		expect(charsetOf(["Mật", "độ"])).toBe("utf-8-nfc");
		expect(charsetOf(["Mật", "đo\u0323\u0302"])).toBe("utf-8-nfd");
		expect(charsetOf([])).toBe("other");
	});
});
