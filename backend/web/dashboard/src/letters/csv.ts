// A table as CSV, as the server writes its own: a byte order mark, and nothing a spreadsheet would compute.

const COMPUTED = /^[=+\-@\t\r]/u;
const QUOTED = /[",\r\n]/u;

export function csvOf(rows: readonly (readonly (string | number)[])[]): string {
	return `\ufeff${rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("")}`;
}

function cell(value: string | number): string {
	if (typeof value === "number") return String(value);
	const plain = COMPUTED.test(value) ? `'${value}` : value;
	return QUOTED.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
