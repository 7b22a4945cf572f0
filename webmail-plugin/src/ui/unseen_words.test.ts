// @vitest-environment happy-dom

import { expect, it } from "vitest";
import { expectationsOf as ofRoundcube } from "../hosts/roundcube_page/selectors.ts";
import { expectationsOf as ofSogo } from "../hosts/sogo/expectations.ts";
import vietnamese from "../locales/vi.json";
import { textsIn } from "./texts.ts";
import { unseenWords } from "./unseen_words.ts";

const texts = textsIn("vi", vietnamese);

it("there are words for whatever an adapter may miss", () => {
	document.body.className = "action-compose";
	const codes = [...ofRoundcube(document), ...ofSogo(document)].map(({ code }) => code);

	expect(codes.length).toBeGreaterThan(20);
	expect(codes.filter((code) => !texts.has(`unseen.${code}`))).toEqual([]);
});

it("one thing is said once, and a code without words as it is", () => {
	expect(unseenWords(texts, ["sender", "sender_field", "new_thing"])).toBe("người gửi, new_thing");
});
