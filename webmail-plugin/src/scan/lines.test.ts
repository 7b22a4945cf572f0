import { describe, expect, it } from "vitest";
import conformance from "../../../rules/conformance/lines.json" with { type: "json" };
import { linesOf } from "./lines.ts";

describe("runs of a page become lines", () => {
	it.each(conformance.cases)("$name", ({ runs, expect: expected }) => {
		expect(linesOf(runs)).toEqual(expected.lines);
	});
});
