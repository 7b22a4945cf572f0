// When and where a meeting is, as invitations say it (NĐ 30/2020 Phụ lục III, giấy mời): "Thời gian: 08 giờ 00, ngày
// 27/11/2026", "Địa điểm: …". What is found is shown for checking before anything is made of it.

import { toneStripped } from "./text.ts";

export interface Invitation {
	/** In Vietnam's time, without zone: "2026-11-27T08:00". */
	readonly startsAt: string;
	/** "" where none is named. */
	readonly place: string;
}

const TIME_LABEL = /^[-+*• 0-9.)]*thoi gian[a-z ]{0,25}: ?/u;
const PLACE_LABEL = /^[-+*• 0-9.)]*dia diem[a-z ]{0,25}: ?/u;
const HOUR = /(?<![0-9])([0-9]{1,2}) ?(?:gio|h|g|:)(?: ?([0-9]{2})(?![0-9/]))?/u;
const DAY = /(?<![0-9])([0-9]{1,2})(?: ?[/.-] ?| thang )([0-9]{1,2})(?: ?[/.-] ?| nam )([12][0-9]{3})(?![0-9])/u;

/** The first meeting among the lines; null when hour or day cannot be read. */
export function findInvitation(lines: readonly string[]): Invitation | null {
	const read = lines.map((line) => line.normalize("NFC").replace(/\s+/gu, " ").trim());
	const plain = read.map(toneStripped);
	const at = plain.findIndex((line) => TIME_LABEL.test(line));
	if (at === -1) return null;
	const said = `${plain[at]?.replace(TIME_LABEL, "")} ${DAY.test(plain[at] ?? "") ? "" : (plain[at + 1] ?? "")}`;
	const startsAt = momentOf(HOUR.exec(said), DAY.exec(said));
	return startsAt === null ? null : { startsAt, place: placeIn(read, plain) };
}

function placeIn(read: readonly string[], plain: readonly string[]): string {
	for (const [index, line] of plain.entries()) {
		const label = PLACE_LABEL.exec(line);
		if (label !== null) return (read[index] ?? "").slice(label[0].length).replace(/[.;, ]+$/u, "");
	}
	return "";
}

function momentOf(hour: RegExpExecArray | null, day: RegExpExecArray | null): string | null {
	if (hour === null || day === null) return null;
	const [hours = 0, minutes = 0] = [Number(hour[1]), Number(hour[2] ?? 0)];
	const [, date = 0, month = 0, year = 0] = day.map(Number);
	const moment = new Date(Date.UTC(year, month - 1, date, hours, minutes));
	const exists = moment.getUTCMonth() === month - 1 && moment.getUTCDate() === date && hours < 24 && minutes < 60;
	return exists ? moment.toISOString().slice(0, 16) : null;
}
