// @vitest-environment happy-dom
import { describe, expect, it } from "vitest";
import { linesOf } from "./words.ts";

describe("the words a request carries", () => {
	it.each([
		["an identifier", "rcmail_a8f3e2"],
		["a form without words", "_task=mail&_action=refresh&_last=1764258000&_mbox=INBOX"],
		["JSON without words", '{"uids":[1,2,3],"folder":"INBOX","unread":true}'],
		["fewer letters than any mark has", "Đi"],
		["nothing", ""],
	])("are none in %s", (_, body) => {
		expect(linesOf(body)).toEqual([]);
	});

	it("are the values of a form, without what holds none", () => {
		const body = String(new URLSearchParams({ _token: "abc123", _subject: "Báo cáo", _message: "Kính gửi Sở,\nMẬT" }));

		expect(linesOf(body)).toEqual(["Báo cáo", "Kính gửi Sở,", "MẬT"]);
	});

	it("are the strings of JSON, however deep, and in a form too", () => {
		const json = '{"draft":{"id":"d7","to":[{"name":"Sở Tài chính"}],"text":"M\\u1eacT"}}';

		expect(linesOf(json)).toEqual(["Sở Tài chính", "MẬT"]);
		expect(linesOf(`data=${encodeURIComponent(json)}`)).toEqual(["Sở Tài chính", "MẬT"]);
	});

	it("are what a reader sees of HTML", () => {
		const html = "<style>p { color: red }</style><p>Kính gửi</p><div>T&#7888;I <b>MẬT</b></div>";

		expect(linesOf(html)).toEqual(["Kính gửi", "TỐI MẬT"]);
	});

	it.each([
		["a plain letter that names an address", "Kính gửi ông A <a@thainguyen.gov.vn>,\nMẬT\nvề việc"],
		[
			"a plain letter within XML",
			"<?xml version='1.0'?><spellrequest><text>Kính gửi\nMẬT\nvề việc</text></spellrequest>",
		],
	])("are the lines of %s", (_, text) => {
		expect(linesOf(text)).toContain("MẬT");
	});

	it("are words without a tone too", () => {
		expect(linesOf("Kinh gui So")).toEqual(["Kinh gui So"]);
	});
});
