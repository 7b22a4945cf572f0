// What a file is, by its bytes alone: never by its name. Twin of backend/documents/sniff.py.

export const ZIP = "application/zip";
export const PDF = "application/pdf";
export const TEXT = "text/plain";
export const HTML = "text/html";
export const MAIL = "message/rfc822";
export const OLE = "application/x-ole-storage";
export const BINARY = "application/octet-stream";
export const EMPTY = "application/x-empty";

const PDF_HEADER_WITHIN_BYTES = 1024; // readers accept the header anywhere in the first 1024 bytes
const OLE_START = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
const ENCRYPTED_PACKAGE = [..."EncryptedPackage"].map((letter) => `${letter}\0`).join(""); // a stream (MS-OFFCRYPTO)

// What is read of these stands in readers.ts.
const OTHERS: readonly (readonly [offset: number, magic: string, mediaType: string])[] = [
	[0, "\x89PNG\r\n\x1a\n", "image/png"],
	[0, "\xff\xd8\xff", "image/jpeg"],
	[0, "GIF87a", "image/gif"],
	[0, "GIF89a", "image/gif"],
	[0, "II*\0", "image/tiff"],
	[0, "MM\0*", "image/tiff"],
	[8, "WEBP", "image/webp"],
	[0, "II+\0", "image/tiff"],
	[0, "MM\0+", "image/tiff"],
	[4, "ftypheic", "image/heic"],
	[4, "ftypheix", "image/heic"],
	[4, "ftypheim", "image/heic"],
	[4, "ftypheis", "image/heic"],
	[4, "ftypmif1", "image/heic"],
	[4, "ftypmsf1", "image/heic"],
	[4, "ftypavif", "image/avif"],
	[4, "ftyp", "video/mp4"],
	[40, " EMF", "image/emf"],
	[0, "\xd7\xcd\xc6\x9a", "image/wmf"],
	[0, "7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"],
	[0, "Rar!\x1a\x07", "application/vnd.rar"],
	[0, "\x1f\x8b", "application/gzip"],
	[0, "BZh", "application/x-bzip2"],
	[0, "\xfd7zXZ\0", "application/x-xz"],
	[0, "\x28\xb5\x2f\xfd", "application/zstd"],
	[0, "MSCF", "application/vnd.ms-cab-compressed"],
	[257, "ustar", "application/x-tar"],
	[0, "{\\rtf", "application/rtf"],
	[0, "%!PS", "application/postscript"],
	[0, "AT&TFORM", "image/vnd.djvu"],
	[0, "OggS", "audio/ogg"],
	[0, "ID3", "audio/mpeg"],
	[0, "RIFF", "audio/wav"],
	[0, "\x7fELF", "application/x-executable"],
];

export function startsAsZip(bytes: Uint8Array): boolean {
	return hasAt(bytes, 0, "PK\x03\x04") || hasAt(bytes, 0, "PK\x05\x06");
}

/** Where the PDF header stands, -1 without one where readers accept it. */
export function pdfHeaderAt(bytes: Uint8Array): number {
	return find(bytes.subarray(0, PDF_HEADER_WITHIN_BYTES), "%PDF-");
}

/** The media type of a file that is recognised but not read; of null it may be text. */
export function otherType(bytes: Uint8Array): string | null {
	if (hasAt(bytes, 0, OLE_START)) return OLE;
	if (isBitmap(bytes)) return "image/bmp";
	return OTHERS.find(([offset, magic]) => hasAt(bytes, offset, magic))?.[2] ?? null;
}

/** BITMAPFILEHEADER: "BM", four reserved bytes of nothing, then the size of one of its known headers. */
function isBitmap(bytes: Uint8Array): boolean {
	if (!hasAt(bytes, 0, "BM") || !hasAt(bytes, 6, "\0\0\0\0") || bytes.length < 18) return false;
	const size = new DataView(bytes.buffer, bytes.byteOffset).getUint32(14, true);
	return [12, 40, 52, 56, 64, 108, 124].includes(size);
}

export function isEncryptedPackage(bytes: Uint8Array): boolean {
	return find(bytes, ENCRYPTED_PACKAGE) >= 0;
}

function hasAt(bytes: Uint8Array, offset: number, magic: string): boolean {
	for (let index = 0; index < magic.length; index++) {
		if (bytes[offset + index] !== magic.charCodeAt(index)) return false;
	}
	return true;
}

/** The first place of some ASCII or Latin-1 text among bytes, -1 without one. */
export function find(bytes: Uint8Array, text: string, from = 0): number {
	const first = text.charCodeAt(0);
	for (let at = bytes.indexOf(first, from); at >= 0; at = bytes.indexOf(first, at + 1)) {
		if (hasAt(bytes, at, text)) return at;
	}
	return -1;
}

/** The last place of some text among bytes, -1 without one. */
export function findLast(bytes: Uint8Array, text: string): number {
	const first = text.charCodeAt(0);
	for (let at = bytes.lastIndexOf(first); at >= 0; at = at === 0 ? -1 : bytes.lastIndexOf(first, at - 1)) {
		if (hasAt(bytes, at, text)) return at;
	}
	return -1;
}
