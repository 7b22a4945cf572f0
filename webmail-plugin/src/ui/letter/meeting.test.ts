// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import vietnamese from "../../locales/vi.json";
import { FakeReading } from "../testing/letters.ts";
import { textsIn } from "../texts.ts";
import { type CongvuMeeting, meetingIn } from "./meeting.ts";

const texts = textsIn("vi", vietnamese);
let reading: FakeReading;
let files: Blob[];

beforeEach(() => {
	files = [];
	reading = new FakeReading();
	reading.title = "Giấy mời họp, tháng 11";
	reading.lines = ["Thời gian: 08 giờ 00, ngày 27/11/2026", "Địa điểm: Phòng họp số 2"];
	vi.spyOn(URL, "createObjectURL").mockImplementation((file) => {
		files.push(file as Blob);
		return "blob:1";
	});
});

afterEach(() => vi.restoreAllMocks());

async function opened(): Promise<CongvuMeeting> {
	const meeting = meetingIn(reading, texts);
	if (meeting === null) throw new Error("no meeting");
	document.body.replaceChildren(meeting);
	await meeting.updateComplete;
	meeting.querySelector("button")?.click();
	await meeting.updateComplete;
	return meeting;
}

function press(meeting: CongvuMeeting): Promise<boolean> {
	meeting.querySelector("form")?.dispatchEvent(new Event("submit", { cancelable: true }));
	return meeting.updateComplete;
}

describe("a meeting that a letter names", () => {
	it("is shown for checking, and makes a file of what stands there then", async () => {
		const meeting = await opened();
		const values = [...meeting.querySelectorAll("input")].map(({ value }) => value);
		expect(values).toEqual(["Giấy mời họp, tháng 11", "2026-11-27T08:00", "Phòng họp số 2"]);
		expect(files).toEqual([]);
		const place = meeting.querySelector<HTMLInputElement>('[name="place"]');
		if (place !== null) place.value = "Phòng họp số 3";
		await press(meeting);
		const file = await files[0]?.text();
		expect(file).toContain("SUMMARY:Giấy mời họp\\, tháng 11\r\n");
		expect(file).toContain("LOCATION:Phòng họp số 3\r\n");
		expect(document.activeElement?.textContent).toBe("Thêm vào lịch…");
	});

	it("is not made without its hour", async () => {
		const meeting = await opened();
		const starts = meeting.querySelector<HTMLInputElement>('[name="startsAt"]');
		if (starts !== null) starts.value = "";
		await press(meeting);
		expect([files, meeting.textContent]).toEqual([[], expect.stringContaining("Hãy điền nội dung và giờ bắt đầu.")]);
	});

	it("is none of an own letter, nor of one that names none", () => {
		reading.isSent = true;
		expect(meetingIn(reading, texts)).toBeNull();
		reading = new FakeReading();
		expect(meetingIn(reading, texts)).toBeNull();
	});
});
