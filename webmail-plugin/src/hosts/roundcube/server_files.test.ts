// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { serverFiles } from "./server_files.ts";
import { FakeRoundcube } from "./testing/fake_roundcube.ts";

const HELD = "rcmfile7";
const UPLOADING = "upload1795";

let roundcube: FakeRoundcube;

beforeEach(() => {
	roundcube = new FakeRoundcube(document);
	roundcube.env.attachments[HELD] = { name: "a.pdf", mimetype: "application/pdf", complete: true };
	roundcube.env.attachments[UPLOADING] = { name: "", complete: false };
	roundcube.env.attachments["congvu-held-1"] = { name: "", complete: false };
});

afterEach(() => vi.unstubAllGlobals());

function answers(body: BodyInit, init: ResponseInit): string[] {
	const asked: string[] = [];
	vi.stubGlobal("fetch", async (url: string) => {
		asked.push(url);
		return new Response(body, init);
	});
	return asked;
}

function only() {
	const [file, ...others] = serverFiles(roundcube, () => null);
	if (file === undefined || others.length > 0) throw new Error("one file was expected");
	return file;
}

const PDF = { headers: { "content-type": "application/pdf" } };

describe("files the server holds", () => {
	it("are the attachments, not the lines that wait", () => {
		expect(only()).toMatchObject({ id: "rcmfile7", name: "a.pdf", inBody: false, passed: null });
	});

	it("come back byte for byte", async () => {
		const asked = answers(new Uint8Array([37, 80]), PDF);
		const file = await only().read();
		expect([...new Uint8Array(await file.arrayBuffer())]).toEqual([37, 80]);
		expect(file.name).toBe("a.pdf");
		expect(asked[0]).toContain("display-attachment&_id=letter1&_file=rcmfile7");
	});

	it.each([
		["the log-in page, after the session's end", "<html>", { headers: { "content-type": "text/html" } }],
		["nothing at all", "", PDF],
		["an error", "x", { ...PDF, status: 500 }],
	])("are not taken for %s", async (_, body, init) => {
		answers(body, init);
		await expect(only().read()).rejects.toThrow();
	});

	it("make Roundcube itself refuse to send while they are held", () => {
		only().hold("Đang kiểm tra");
		expect(roundcube.env.attachments[HELD]?.complete).toBe(false);
		only().hold(null);
		expect(roundcube.env.attachments[HELD]?.complete).toBe(true);
	});

	it("are removed at the server", () => {
		only().remove();
		expect(roundcube.sent).toEqual(["remove-attachment rcmfile7"]);
	});
});
