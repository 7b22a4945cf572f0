// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from "vitest";
import { AddressFields, splitAddresses } from "./address_fields.ts";
import { FakeRoundcube } from "./testing/fake_roundcube.ts";

let fields: AddressFields;

function written(id: string): HTMLTextAreaElement {
	return document.querySelector(`#${id}`) as HTMLTextAreaElement;
}

beforeEach(() => {
	new FakeRoundcube(document);
	fields = new AddressFields(document);
});

describe("splitting an address field", () => {
	it.each([
		["a@x.vn, b@x.vn; c@x.vn", ["a@x.vn", "b@x.vn", "c@x.vn"]],
		['"Sở Tài chính, tỉnh" <a@x.vn>, b@x.vn', ['"Sở Tài chính, tỉnh" <a@x.vn>', "b@x.vn"]],
		["Nguyễn An <a@x.vn>,\nb@x.vn, ", ["Nguyễn An <a@x.vn>", "b@x.vn"]],
		['"chưa đóng, a@x.vn', ['"chưa đóng', "a@x.vn"]],
		["", []],
	])("%s", (text, entries) => {
		expect(splitAddresses(text)).toEqual(entries);
	});
});

describe("the fields of recipients", () => {
	it("give bare addresses of all three, each once", () => {
		written("_to").value = "Sở Tài chính <SoTaiChinh@thainguyen.gov.vn>, ";
		written("_cc").value = "sotaichinh@thainguyen.gov.vn, congdan@nguoidan.example";
		written("_bcc").value = "x@y.vn";
		expect(fields.addresses()).toEqual(["sotaichinh@thainguyen.gov.vn", "congdan@nguoidan.example", "x@y.vn"]);
	});

	it("never take an entry without an address for nobody", () => {
		written("_to").value = "Nhóm cán bộ";
		expect(fields.addresses()).toEqual(["nhóm cán bộ"]);
	});

	it("add behind those that stand there, and tell the skin", () => {
		const changes: string[] = [];
		written("_to").addEventListener("change", () => changes.push("to"));
		written("_to").value = "a@x.vn, ";
		fields.add(["b@x.vn", "c@x.vn"], "to");
		expect(fields.addresses()).toEqual(["a@x.vn", "b@x.vn", "c@x.vn"]);
		expect(changes).toEqual(["to"]);
	});

	it("put an official address where the private one stood", () => {
		written("_to").value = "a@x.vn, ";
		written("_cc").value = "Hoài An <an@rieng.example>, b@x.vn, ";
		fields.replace("an@rieng.example", "an@thainguyen.gov.vn");
		expect(written("_cc").value).toBe("an@thainguyen.gov.vn, b@x.vn, ");
		expect(written("_to").value).toBe("a@x.vn, ");
	});

	it("lose an address that is taken away, wherever it stands", () => {
		written("_to").value = "a@x.vn, Sở <so@thainguyen-gov.vn>, ";
		written("_bcc").value = "so@thainguyen-gov.vn, ";
		fields.replace("so@thainguyen-gov.vn", null);
		expect(fields.addresses()).toEqual(["a@x.vn"]);
	});

	it("do not write to the official address twice", () => {
		written("_to").value = "an@thainguyen.gov.vn, an@rieng.example, ";
		fields.replace("an@rieng.example", "an@thainguyen.gov.vn");
		expect(fields.addresses()).toEqual(["an@thainguyen.gov.vn"]);
	});
});
