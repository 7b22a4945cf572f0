import { describe, expect, it } from "vitest";
import vietnamese from "../../locales/vi.json";
import { letterLike, NO_PROPOSALS, paperLike } from "../testing/letters.ts";
import { textsIn } from "../texts.ts";
import { NOTED, REASONS } from "./closed_lists.ts";
import { choiceWord } from "./deed_words.ts";
import { type Deed, deedsFor, hasForm, type Letter } from "./deeds.ts";

const texts = textsIn("vi", vietnamese);

function mainOf(letter: Letter, proposed = {}): string[] {
	return deedsFor(letter, { ...NO_PROPOSALS, ...proposed }).main.map(({ act }) => act);
}

function deedOf(act: Deed["act"], letter: Letter, proposed = {}): Deed {
	const { main, more } = deedsFor(letter, { ...NO_PROPOSALS, ...proposed });
	const found = [...main, ...more].find((deed) => deed.act === act);
	if (found === undefined) throw new Error(`no ${act}`);
	return found;
}

function proposedIn(deed: Deed): Record<string, string> {
	return Object.fromEntries(deed.fields.map(({ name, value }) => [name, value]));
}

describe("an agency's paper", () => {
	it("is received, registered, laid before the leader and passed on in this order; some take one press", () => {
		expect(mainOf(paperLike())).toEqual(["ACKNOWLEDGED", "REGISTERED", "SUBMITTED", "ASSIGNED"]);
		expect(deedOf("ACKNOWLEDGED", paperLike()).fields).toEqual([]);
		expect(deedOf("SUBMITTED", paperLike()).fields).toEqual([]);
	});

	it("is not received or registered twice", () => {
		const registered = paperLike({ acknowledgedAt: "2026-11-05T03:00:00Z", registerNumber: "12" });
		expect(mainOf(registered)).toEqual(["SUBMITTED", "ASSIGNED"]);
	});

	it("that is urgent is laid before the leader first, and not twice", () => {
		const urgent = paperLike({ urgency: "THUONG_KHAN" });
		expect(mainOf(urgent)).toEqual(["SUBMITTED", "ACKNOWLEDGED", "REGISTERED", "ASSIGNED"]);
		expect(mainOf(urgent, { isSubmitted: true })).toEqual(["ACKNOWLEDGED", "REGISTERED", "ASSIGNED"]);
	});

	it("comes with what it says of itself", () => {
		const says = { paperSymbol: "123/UBND-VX", paperOn: "2026-11-04", urgency: "KHAN" };
		expect(proposedIn(deedOf("REGISTERED", paperLike(), says))).toEqual({ number: "", ...says });
	});

	it("that asks for an answer shows the sentence and the day", () => {
		const says = { askedOn: "2026-11-14", askedIn: "Đề nghị gửi trước ngày 15/11/2026." };
		const deed = deedOf("ANSWER_ASKED", paperLike(), says);
		expect([deed.quote, proposedIn(deed)]).toEqual([says.askedIn, { dueOn: "2026-11-14" }]);
	});

	it("that awaits an answer may be answered elsewhere", () => {
		expect(mainOf(paperLike({ awaitsAnswer: true, standing: "OPEN" }))).toContain("ANSWERED_ELSEWHERE");
	});

	it("that was recalled asks first whether the copy was taken out, once", () => {
		const recalled = paperLike({ recalled: "recalled" });
		expect(mainOf(recalled)[0]).toBe("RECALL_DONE");
		expect(mainOf(recalled, { recallIsDone: true })).not.toContain("RECALL_DONE");
	});
});

describe("a citizen's letter", () => {
	it("may wait for the sender, be answered elsewhere by name, or need no answer", () => {
		expect(mainOf(letterLike())).toEqual(["SENDERS_TURN", "ANSWERED_ELSEWHERE", "NO_ANSWER_NEEDED"]);
		const elsewhere = proposedIn(deedOf("ANSWERED_ELSEWHERE", letterLike()));
		expect(elsewhere).toEqual({ channel: "", number: "", answeredAt: "2026-11-05T16:00", answerer: "Trần Thị Vân" });
	});

	it("is not laid before the leader as a paper is", () => {
		expect(mainOf(letterLike({ urgency: "KHAN" }))).not.toContain("SUBMITTED");
	});

	it("comes back before it is answered while it is the sender's turn", () => {
		const waiting = letterLike({ standing: "SENDERS_TURN", expected: "SENDER" });
		expect(mainOf(waiting)[0]).toBe("REOPENED");
		expect(mainOf(waiting)).not.toContain("ANSWERED_ELSEWHERE");
	});

	it("begins a statutory term only with the valid paper", () => {
		const acts = deedsFor(letterLike(), { ...NO_PROPOSALS, needsPaper: true }).more.map(({ act }) => act);
		expect(acts).toContain("VALID_PAPER");
		expect(deedsFor(letterLike(), NO_PROPOSALS).more.map(({ act }) => act)).not.toContain("VALID_PAPER");
	});

	it("that was answered can be reopened, shielded or looked at again, and nothing else", () => {
		const answered = letterLike({ standing: "ANSWERED", expected: "NOTHING", answeredAt: "2026-11-05T09:00:00Z" });
		const { main, more } = deedsFor(answered, NO_PROPOSALS);
		expect([main, more.map(({ act }) => act)]).toEqual([[], ["REOPENED", "SHIELDED", "DISPUTED"]]);
	});

	it("can be kept for named receivers, after it was read what that means, and once; a paper cannot", () => {
		const acts = (letter: Letter) => deedsFor(letter, NO_PROPOSALS).more.map(({ act }) => act);
		expect(hasForm(deedOf("SHIELDED", letterLike({ senderClass: "BUSINESS" })))).toBe(true);
		expect(acts(letterLike({ standing: "SENDERS_TURN" }))).toContain("SHIELDED");
		expect([...acts(letterLike({ shielded: true })), ...acts(paperLike())]).not.toContain("SHIELDED");
	});

	it("that is for named receivers, by its signs or by an act, can be given back to everybody; no other one can", () => {
		const acts = (letter: Letter) => deedsFor(letter, NO_PROPOSALS).more.map(({ act }) => act);
		expect(hasForm(deedOf("UNSHIELDED", letterLike({ shielded: true })))).toBe(true);
		expect(acts(paperLike({ shielded: true }))).toContain("UNSHIELDED");
		expect([...acts(letterLike({ shielded: false })), ...acts(letterLike())]).not.toContain("UNSHIELDED");
	});

	it("whose figure was disputed can be closed again", () => {
		expect(deedOf("DISPUTE_CLOSED", letterLike({ disputed: true })).fields).toEqual([]);
	});
});

describe("words", () => {
	it("there are for every deed, before and after", () => {
		for (const act of NOTED) expect([texts.has(`act.${act}`), texts.has(`done.${act}`)]).toEqual([true, true]);
	});

	it("there are for every code", () => {
		for (const code of Object.values(REASONS).flat()) expect(choiceWord(texts, code)).not.toBe(code);
	});
});
