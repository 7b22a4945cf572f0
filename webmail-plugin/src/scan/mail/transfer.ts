// Content transfer encodings (RFC 2045, section 6), read as tolerantly as mail programs read them.

export interface Transferred {
	readonly content: Uint8Array<ArrayBuffer>;
	/** Something was written that is none of the encoding. */
	readonly isDefect: boolean;
}

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/u;

/** What is no base64 is passed over, a digit too many as well; what stands behind padding is read. */
export function fromBase64(text: string): Transferred {
	const written = text.replace(/[\r\n]/gu, "");
	const isDefect = !BASE64.test(written) || written.length % 4 !== 0;
	const pieces = written.replace(/[^A-Za-z0-9+/=]/gu, "").split(/=+/u);
	const decoded = pieces.map((digits) => atob(digits.length % 4 === 1 ? digits.slice(0, -1) : digits));
	return { content: bytesOf(decoded.join("")), isDefect };
}

export function fromQuotedPrintable(text: string): Uint8Array<ArrayBuffer> {
	const joined = text.replace(/[ \t]+(\r?\n|$)/gu, "$1").replace(/=\r?\n/gu, "");
	return bytesOf(joined.replace(/=([0-9a-fA-F]{2})/gu, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))));
}

/** Bytes of binary text. */
export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
	const bytes = new Uint8Array(text.length);
	for (let index = 0; index < text.length; index++) bytes[index] = text.charCodeAt(index);
	return bytes;
}
