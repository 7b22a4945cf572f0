// What a value is, whichever realm it comes from: `instanceof` says no to a File of another frame.

/** As the browser prints it: "FormData", "URLSearchParams" … */
export function brandOf(value: unknown): string {
	return Object.prototype.toString.call(value).slice(8, -1);
}

export function isBlob(value: unknown): value is Blob {
	const brand = brandOf(value);
	return brand === "Blob" || brand === "File";
}

export function isFile(value: unknown): value is File {
	return brandOf(value) === "File";
}
