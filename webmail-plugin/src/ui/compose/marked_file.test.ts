// @vitest-environment happy-dom
// What an official can do about a marked file: nothing that lets it go, but to show a decision or report a false alarm.
import { beforeEach, describe, expect, it } from "vitest";
import { ClearancesOperation, ReportFalseAlarmOperation } from "../../api/generated.ts";
import { MARKED } from "../testing/findings.ts";
import { type Desk, knowingBackend, letterDesk } from "../testing/letter_desk.ts";
import { alarmOf } from "./false_alarm.ts";

const LAYOUT = { words: 2, linesOnPage: 40, pages: 3, mediaType: "application/pdf" };
const SEEN = { ...MARKED, hits: MARKED.hits.map((hit) => ({ ...hit, layout: LAYOUT })) };

let desk: Desk;

function clearedUntil(validUntil: string) {
	return knowingBackend().answers(ClearancesOperation, () => ({
		clearances: [{ fingerprint: MARKED.fingerprint, decisionNumber: "12/QĐ-SKHCN", validUntil }],
	}));
}

async function chosen(backend = knowingBackend()): Promise<boolean> {
	desk = letterDesk(backend);
	desk.found.set("ke-hoach.docx", SEEN);
	return desk.draft.choose("ke-hoach.docx").answer;
}

function button(label: string): HTMLButtonElement | undefined {
	return [...desk.panel.querySelectorAll("button")].find((one) => one.textContent?.trim() === label);
}

beforeEach(() => localStorage.clear());

describe("a marked file", () => {
	it("is refused, and its code for a decision is shown here only", async () => {
		expect(await chosen()).toBe(false);
		await desk.panel.updateComplete;
		expect(desk.panel.textContent).toContain(`Mã đối chiếu của tệp: ${MARKED.fingerprint}`);
		expect(JSON.stringify(desk.reported)).not.toContain(MARKED.fingerprint);
	});

	it("is let go by a decision entered under the key before, while both are known, and not afterwards", async () => {
		const backend = clearedUntil("2999-01-01T00:00:00Z");
		const rotated = { ...SEEN, fingerprint: "n".repeat(22) };
		desk = letterDesk(backend);
		desk.found.set("ke-hoach.docx", { ...rotated, earlierFingerprint: MARKED.fingerprint });
		expect(await desk.draft.choose("ke-hoach.docx").answer).toBe(true);
		desk = letterDesk(backend);
		desk.found.set("ke-hoach.docx", rotated);
		expect(await desk.draft.choose("ke-hoach.docx").answer).toBe(false);
	});

	it("is let go by a decision that two people entered for this very file, and the decision is named", async () => {
		expect(await chosen(clearedUntil("2999-01-01T00:00:00Z"))).toBe(true);
		expect(desk.panel.view?.alerts).toEqual([]);
		desk.draft.hold("1", { name: "ke-hoach.docx", read: async () => new File([""], "ke-hoach.docx") });
		desk.guard.refresh();
		await expect
			.poll(() => desk.panel.view?.chips.map(({ text }) => text))
			.toContain("“ke-hoach.docx”: được gửi theo quyết định số 12/QĐ-SKHCN");
	});

	it("is refused when the decision is over, or the backend cannot be asked", async () => {
		expect(await chosen(clearedUntil("2020-01-01T00:00:00Z"))).toBe(false);
		const away = knowingBackend().answers(ClearancesOperation, () => {
			throw new TypeError("network");
		});
		expect(await chosen(away)).toBe(false);
	});

	it("leads to the page for decisions", async () => {
		await chosen();
		await desk.panel.updateComplete;
		button("Đã có quyết định cho phép gửi…")?.click();
		expect(desk.opened).toEqual(["https://congvu.example/cho-phep"]);
	});

	it("can be reported as a false alarm, for a reason of the closed list, without a word of it", async () => {
		const sent: unknown[] = [];
		const backend = knowingBackend().answers(ReportFalseAlarmOperation, ({ alarm }) => {
			sent.push(alarm);
			return { reportFalseAlarm: { __typename: "FalseAlarmReported" as const, id: "1" } };
		});
		await chosen(backend);
		await desk.panel.updateComplete;
		button("Báo cảnh báo nhầm…")?.click();
		const dialog = desk.surface.dialogs.at(-1);
		document.body.append(dialog?.content ?? "");
		await Promise.resolve();
		const submit = dialog?.buttons.find(({ main }) => main);
		expect(await submit?.press()).toBe(false); // no reason chosen
		document.querySelector<HTMLInputElement>('input[value="OTHER_MEANING"]')?.click();
		expect(await submit?.press()).toBe(true);
		expect(sent).toEqual([
			{
				rule: "secrecy.marking",
				bundle: "2026.11.3",
				where: "attachment.text",
				reason: "OTHER_MEANING",
				containers: [MARKED.mediaType, "application/pdf"],
				charset: "utf-8-nfc",
				wordsOnLine: 2,
				line: 3,
				linesOnPage: 40,
				page: 1,
				pages: 3,
			},
		]);
		expect(JSON.stringify(sent)).not.toContain("phụ lục");
	});
});

it("says nothing of a file whose mark has no place", () => {
	expect(alarmOf(MARKED, "2026.11.3", "OTHER")).toBeNull();
});
