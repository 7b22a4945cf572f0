// Content transfer encodings (RFC 2045, section 6), read as tolerantly as mail programs read them.

/** What is no base64 is passed over. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
	const digits = (text.replace(/[^A-Za-z0-9+/=]/gu, "").split("=", 1)[0] ?? "").replace(/=/gu, "");
	const whole = digits.length % 4 === 1 ? digits.slice(0, -1) : digits;
	return Uint8Array.from(atob(whole), (character) => character.charCodeAt(0));
}

export function fromQuotedPrintable(text: string): Uint8Array<ArrayBuffer> {
	const joined = text.replace(/[ \t]+(\r?\n|$)/gu, "$1").replace(/=\r?\n/gu, "");
	const decoded = joined.replace(/=([0-9a-fA-F]{2})/gu, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
	return Uint8Array.from(decoded, (character) => character.charCodeAt(0) & 0xff);
}
