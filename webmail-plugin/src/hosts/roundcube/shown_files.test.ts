// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Roundcube } from "./rcmail.ts";
import { shownFiles } from "./shown_files.ts";
import { FakeRoundcube } from "./testing/fake_roundcube.ts";

let roundcube: Roundcube;

beforeEach(() => {
	const fake = new FakeRoundcube(document);
	document.body.innerHTML = `<ul id="attachment-list"><li id="attach2"><a><span class="attachment-name">Công văn 123.pdf</span>
		<span class="attachment-size">(12 KB)</span></a></li></ul>`;
	const shown = { uid: 7, mailbox: "INBOX", attachments: { "2": "application/pdf" } };
	roundcube = Object.assign(fake, { env: { ...fake.env, ...shown } }) as unknown as Roundcube;
});

afterEach(() => vi.unstubAllGlobals());

function answers(body: BodyInit, type: string): string[] {
	const asked: string[] = [];
	vi.stubGlobal("fetch", async (url: string) => {
		asked.push(url);
		return new Response(body, { headers: { "content-type": type } });
	});
	return asked;
}

describe("the files of a message that is shown", () => {
	it("are named as the page names them, and read from the mailbox", async () => {
		const asked = answers("%PDF-", "application/pdf");
		const [file] = shownFiles(roundcube, document);
		expect(file).toMatchObject({ name: "Công văn 123.pdf", mediaType: "application/pdf" });
		expect(await (await file?.read())?.text()).toBe("%PDF-");
		expect(asked).toEqual([roundcube.url("mail/get", { _uid: "7", _mbox: "INBOX", _part: "2" })]);
	});

	it("are not the log-in page that comes after the session's end", async () => {
		answers("<html>", "text/html; charset=UTF-8");
		await expect(shownFiles(roundcube, document)[0]?.read()).rejects.toThrow("did not give");
	});
});
