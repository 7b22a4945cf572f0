import { describe, expect, it } from "vitest";
import type { Extraction } from "../../core/index.ts";
import { extract } from "../extract.ts";
import { isMail } from "./letter.ts";

const LIMITS = { depth: 8, members: 2000, inflated_bytes: 400_000_000, ratio: 200, pages: 500, seconds: 20 };
const HEAD = ["From: a@nguoidan.example", "Subject: =?utf-8?q?T=E1=BB=90I?= =?utf-8?b?IE3huqxU?=", "MIME-Version: 1.0"];

function read(...lines: string[]): Promise<Extraction> {
	return extract(new TextEncoder().encode([...HEAD, ...lines].join("\r\n")), LIMITS);
}

function texts({ parts }: Extraction): [path: string, lines: readonly string[]][] {
	return parts.map((part) => [part.path, part.pages.flatMap((page) => page.lines)]);
}

const MIXED = ['Content-Type: multipart/mixed; boundary="=_x"', "", "--=_x"];

describe("a letter saved as a file", () => {
	it("is told by its headers", () => {
		expect(isMail(HEAD.join("\n"))).toBe(true);
		expect(isMail("Subject: một\nKính gửi: Sở Y tế.\n")).toBe(false);
	});

	it("gives its subject and its body", async () => {
		const found = await read("Content-Transfer-Encoding: quoted-printable", "", "K=C3=ADnh g=E1=BB=\r\n=ADi");
		expect(texts(found)).toEqual([
			["", ["TỐI MẬT"]],
			["part 1", ["Kính gửi"]],
		]);
		expect(found.unreadable).toEqual([]);
	});

	it("gives its attachments by their names, however these are written", async () => {
		const found = await read(
			...MIXED,
			"Content-Disposition: attachment; filename*0*=utf-8''c%C3%B4ng; filename*1*=%20v%C4%83n.txt",
			"Content-Transfer-Encoding: base64",
			"",
			"TeG6rFQ=",
			"--=_x",
			'Content-Type: text/plain; charset=utf-16le; name="=?utf-8?q?b=C3=A0i.txt?="',
			"",
			"x",
			"--=_x--",
		);
		expect(texts(found).slice(1)).toEqual([
			["công văn.txt", ["MẬT"]],
			["bài.txt", ["x"]],
		]);
	});

	it("is read through letters inside it", async () => {
		const found = await read(...MIXED, "Content-Type: message/rfc822", "", "Subject: hai", "", "thân", "--=_x--");
		expect(texts(found)).toEqual([
			["", ["TỐI MẬT", "hai"]],
			["part 1", ["thân"]],
		]);
	});

	it("is read before, between and behind its parts", async () => {
		const found = await read("Content-Type: multipart/mixed; boundary=x", "", "MẬT", "--x", "", "a", "--x--", "b");
		expect(texts(found).slice(1)).toEqual([
			["part 1", ["a"]],
			["around", ["MẬT"]],
			["around", ["b"]],
		]);
	});

	it.each([
		["its end is missing", "corrupt", [...MIXED, "", "a"]],
		["there is no boundary", "corrupt", ["Content-Type: multipart/mixed", "", "a"]],
		[
			"a deciding field stands there twice",
			"corrupt",
			["Content-Type: text/plain", "Content-Type: text/html", "", "a"],
		],
		["base64 is none", "corrupt", ["Content-Transfer-Encoding: base64", "", "TeG6*rFQ="]],
		["nobody knows the encoding", "unsupported", ["Content-Transfer-Encoding: x-zip", "", "a"]],
		["its content lies elsewhere", "unsupported", ["Content-Type: message/external-body", "", "a: b", "", "c"]],
		["a file is written into its text", "unsupported", ["", "begin 644 a.docx"]],
	])("is not called clean when %s", async (_, reason, lines) => {
		const found = await read(...lines);
		expect(found.unreadable.map((part) => part.reason)).toContain(reason);
	});
});
