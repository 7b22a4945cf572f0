import { describe, expect, it } from "vitest";
import conformance from "../../../rules/conformance/form.json" with { type: "json" };
import { KindTable, readForm } from "./form.ts";
import { writtenKinds } from "./testing/packaged_rules.ts";

describe("what a paper says of itself", () => {
	const kinds = new KindTable(writtenKinds());

	it.each(conformance.cases)("$name", ({ pages, expect: expected }) => {
		const form = readForm(
			pages.map((lines, index) => ({ number: index + 1, lines })),
			kinds,
		);
		const { kindName: kind_name, issuedOn: issued_on, kinhGui: kinh_gui, noiNhan: noi_nhan, ...rest } = form;
		expect({ ...rest, kind_name, issued_on, kinh_gui, noi_nhan }).toMatchObject(expected);
	});
});
