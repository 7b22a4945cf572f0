// One meeting as a calendar file (RFC 5545), in Vietnam's time, which has had no summer time since 1975.

export interface Meeting {
	readonly id: string;
	readonly title: string;
	/** In Vietnam's time, without zone: "2026-11-27T08:00". */
	readonly startsAt: string;
	/** "" where it is not known. */
	readonly place: string;
	/** When the file was made, ISO with zone. */
	readonly madeAt: string;
}

const ZONE = [
	"BEGIN:VTIMEZONE",
	"TZID:Asia/Ho_Chi_Minh",
	"BEGIN:STANDARD",
	"DTSTART:19750613T000000",
	"TZOFFSETFROM:+0700",
	"TZOFFSETTO:+0700",
	"TZNAME:+07",
	"END:STANDARD",
	"END:VTIMEZONE",
];
const LONGEST_OCTETS = 75; // RFC 5545 section 3.1, without the line break

/** The whole file, with its line ends. */
export function calendarFile({ id, title, startsAt, place, madeAt }: Meeting): string {
	const lines = [
		"BEGIN:VCALENDAR",
		"VERSION:2.0",
		"PRODID:-//Thu Cong Vu//VI",
		"METHOD:PUBLISH",
		...ZONE,
		"BEGIN:VEVENT",
		`UID:${text(id)}`,
		`DTSTAMP:${new Date(madeAt).toISOString().replace(/[-:]|\.[0-9]+/gu, "")}`,
		`DTSTART;TZID=Asia/Ho_Chi_Minh:${startsAt.replace(/[-:]/gu, "")}00`,
		`SUMMARY:${text(title)}`,
		...(place === "" ? [] : [`LOCATION:${text(place)}`]),
		"END:VEVENT",
		"END:VCALENDAR",
	];
	return lines.map((line) => `${folded(line)}\r\n`).join("");
}

/** RFC 5545 section 3.3.11; what would end the line, or shows nothing, is a space. */
function text(value: string): string {
	return value
		.replace(/[\u0000-\u001f\u007f]+/gu, " ")
		.trim()
		.replace(/[\\;,]/gu, "\\$&");
}

/** Broken at whole characters, for the limit counts octets. */
function folded(line: string): string {
	const pieces: string[] = [];
	let piece = "";
	let octets = 0;
	for (const character of line) {
		const size = octetsOf(character);
		if (octets + size > LONGEST_OCTETS) {
			pieces.push(piece);
			[piece, octets] = ["", 1]; // the space a continued line begins with
		}
		piece += character;
		octets += size;
	}
	return [...pieces, piece].join("\r\n ");
}

function octetsOf(character: string): number {
	const code = character.codePointAt(0) ?? 0;
	if (code < 0x80) return 1;
	if (code < 0x800) return 2;
	return code < 0x10000 ? 3 : 4;
}
