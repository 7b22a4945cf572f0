// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { letterDesk } from "../testing/letter_desk.ts";

beforeEach(() => {
	vi.useFakeTimers({ now: new Date("2026-11-05T08:00:00Z") });
	localStorage.clear();
});

afterEach(() => vi.useRealTimers());

const quiet = () => vi.advanceTimersByTimeAsync(10);

it("a draft saved before there are rules waits for them, and is then saved by itself", async () => {
	const desk = letterDesk(); // at its posts, its rules on their way
	expect(desk.draft.bodyGuard("draft")).toBe(false);
	expect(desk.surface.announced).toEqual(["Đang kiểm tra tệp: nháp sẽ được lưu ngay khi xong."]);
	expect(desk.draft.saves).toBe(0);
	await quiet();
	expect(desk.draft.saves).toBe(1);
	expect(desk.draft.bodyGuard("draft")).toBe(true);
});

it("words that would leave before there are rules stay, and the official is told to do it again", async () => {
	const desk = letterDesk(); // at its posts, its rules on their way
	expect(desk.draft.bodyGuard("text")).toBe(false);
	expect(desk.surface.announced).toEqual(["Đang tải bộ quy tắc: hãy làm lại sau giây lát."]);
	await quiet();
	expect(desk.draft.saves).toBe(0);
	expect(desk.draft.bodyGuard("text")).toBe(true);
});
