// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from "vitest";
import { RecipientFields } from "./recipient_fields.ts";
import { FakeComposer } from "./testing/fake_sogo.ts";

let fake: FakeComposer;
let fields: RecipientFields;

beforeEach(() => {
	document.body.replaceChildren();
	fake = new FakeComposer(document);
	fields = new RecipientFields(fake.root);
});

describe("recipients in SOGo", () => {
	it("are bare addresses of all three fields, each once", () => {
		fake.addRecipient("to", "Sở Tài chính &lt;SoTaiChinh@thainguyen.gov.vn&gt;");
		fake.addRecipient("cc", "sotaichinh@thainguyen.gov.vn");
		fake.addRecipient("bcc", "congdan@nguoidan.example");
		expect(fields.addresses()).toEqual(["sotaichinh@thainguyen.gov.vn", "congdan@nguoidan.example"]);
	});

	it("never take a group for nobody, nor for what its button says", () => {
		fake.addRecipient("to", "Nhóm Cán bộ <button>add_box<span>7</span></button>");
		expect(fields.addresses()).toEqual(["nhóm cán bộ"]);
	});

	it.each([
		["a@x.vn", ["a@x.vn"]],
		["Hoài An <An@x.vn>", ["an@x.vn"]],
		["a@x.vn, b@x.vn;c@x.vn", ["a@x.vn", "b@x.vn", "c@x.vn"]],
		["a@x.vn b", ["a@x.vn", "b"]],
		["hoài a", ["hoài a"]],
		["  ", []],
	])("count while they are only typed: %s", (typed, addresses) => {
		fake.input("to").value = typed;
		expect(fields.addresses()).toEqual(addresses);
	});

	it("are added together, and who is there already is not added again", () => {
		fake.addRecipient("cc", "a@x.vn");
		fields.add(["a@x.vn", "b@x.vn", "c@x.vn"], "to");
		expect(fake.addressed("to")).toEqual(["b@x.vn", "c@x.vn"]);
		fields.add(["d@x.vn"], "bcc");
		expect(fake.addressed("bcc")).toEqual(["d@x.vn"]);
		expect(fake.pressed).toEqual(["editor.hideBcc = false"]);
	});

	it("are added without losing what is being typed", () => {
		fake.input("to").value = "hoài a";
		fields.add(["b@x.vn"], "to");
		expect(fake.addressed("to")).toEqual(["b@x.vn"]);
		expect(fake.input("to").value).toBe("hoài a");
	});

	it("give way to official addresses in their own field", () => {
		fake.addRecipient("cc", "Hoài An &lt;an@rieng.example&gt;");
		fields.replace("an@rieng.example", "an@thainguyen.gov.vn");
		expect(fake.addressed("cc")).toEqual(["an@thainguyen.gov.vn"]);
		fields.replace("an@thainguyen.gov.vn", null);
		expect(fields.addresses()).toEqual([]);
	});
});
