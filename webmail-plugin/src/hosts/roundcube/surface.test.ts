// @vitest-environment happy-dom
import { expect, it } from "vitest";
import { RoundcubeSurface } from "./surface.ts";
import { FakeRoundcube } from "./testing/fake_roundcube.ts";

it("a message is text, whatever a file in it is called", () => {
	const roundcube = new FakeRoundcube(document);
	new RoundcubeSurface(roundcube).announce("Tệp “<img src=x onerror=alert(1)>.docx”", "error");
	expect(roundcube.messages).toEqual(["Tệp “&lt;img src=x onerror=alert(1)&gt;.docx”"]);
});
