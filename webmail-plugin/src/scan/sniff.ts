// What a file is, by its bytes alone: never by its name. Twin of backend/documents/sniff.py.

export const ZIP = "application/zip";
export const PDF = "application/pdf";
export const TEXT = "text/plain";
export const HTML = "text/html";
export const XML = "application/xml";
export const MAIL = "message/rfc822";
export const SEVEN_ZIP = "application/x-7z-compressed";
export const RAR = "application/vnd.rar";
export const TAR = "application/x-tar";
export const GZIP = "application/gzip";
export const PROGRAM = "application/x-dosexec";
export const CMS = "application/pkcs7-mime";
export const RTF = "application/rtf";
export const OLE = "application/x-ole-storage";
export const EMF = "image/emf";
export const WMF = "image/wmf";
export const BINARY = "application/octet-stream";
export const EMPTY = "application/x-empty";

// Their readers know where they end, and read what stands behind
export const ENDING_BY_THEMSELVES: ReadonlySet<string> = new Set([SEVEN_ZIP, RAR, TAR, GZIP, OLE, RTF]);

const PDF_HEADER_WITHIN_BYTES = 1024; // readers accept the header anywhere in the first 1024 bytes
const OLE_START = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

// Those without a line in readers.ts are not read.
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
	[40, " EMF", EMF],
	[0, "\xd7\xcd\xc6\x9a", WMF],
	// Without the header of those that can be placed (MS-WMF 2.3.2.2): its kind, its size in words, its version
	[0, "\x01\0\x09\0\0\x03", WMF],
	[0, "\x02\0\x09\0\0\x03", WMF],
	[0, "\x01\0\x09\0\0\x01", WMF],
	[0, "7z\xbc\xaf\x27\x1c", SEVEN_ZIP],
	[0, "Rar!\x1a\x07", RAR],
	[0, "RE~^", RAR], // 1.4
	[0, "\x1f\x8b", GZIP],
	[0, "BZh", "application/x-bzip2"],
	[0, "\xfd7zXZ\0", "application/x-xz"],
	[0, "\x5d\0\0", "application/x-lzma"],
	[0, "\x28\xb5\x2f\xfd", "application/zstd"],
	[0, "MSCF\0\0\0\0", "application/vnd.ms-cab-compressed"],
	[257, "ustar", TAR],
	[0, "\x78\x9f\x3e\x22", "application/vnd.ms-tnef"],
	[0, "{\\rt", RTF],
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
	const head = latin(bytes.subarray(0, LEADING_WITHIN));
	const known = byMagic(head);
	if (known !== null) return known;
	if (CMS_START.test(head)) return CMS;
	const program = PROGRAM_START.exec(head)?.[1];
	if (program !== undefined) {
		const at = [...program].reduceRight((sum, byte) => sum * 256 + byte.charCodeAt(0), 0);
		return ["PE", "NE", "LE", "LX"].some((magic) => hasAt(bytes, at, magic)) ? PROGRAM : null;
	}
	const after = LEADING.test(head) ? byMagic(head.replace(LEADING, "")) : null;
	return after !== null && AFTER_LEADING.has(after) ? after : null;
}

function byMagic(head: string): string | null {
	return OTHERS.find(([offset, magic]) => head.startsWith(magic, offset))?.[2] ?? null;
}

const CHUNK = 0x8000; // arguments of one call

/** A character a byte. */
export function latin(bytes: Uint8Array): string {
	let text = "";
	for (let at = 0; at < bytes.length; at += CHUNK) text += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
	return text;
}

const TAR_HEADER_BYTES = 512;
const ZIP_HEADER_BYTES = 30;
const LEADING_WITHIN = 4096;
const LEADING = /^[\xef\xbb\xbf \t\r\n\f\v]+/u; // programs pass over it before words that name a format

/** How many bytes stand before the first word. */
export function leadingBytes(bytes: Uint8Array): number {
	return LEADING.exec(latin(bytes.subarray(0, LEADING_WITHIN)))?.[0].length ?? 0;
}

const AFTER_LEADING = new Set([RTF, "application/postscript"]);
// Content info of a CMS structure (RFC 5652, section 3): a sequence whose first part names a type of PKCS
const CMS_START =
	/^\x30(?:[\0-\x80]|\x81[\0-\xff]|\x82[\0-\xff]{2}|\x83[\0-\xff]{3}|\x84[\0-\xff]{4})\x06[\x09\x0b]\x2a\x86\x48\x86\xf7\x0d\x01[\x07\x09]/u;
const PROGRAM_START = /^MZ[\0-\xff]{58}([\0-\xff]{4})/u;
// What has a picture, a sound or a program first may have an archive behind it that unpackers look for
const HIDING =
	/^(?:image\/(?!svg)|video\/|audio\/|application\/(?:octet-stream|x-executable|x-dosexec|postscript|pdf))/u;
const HIDDEN_ARCHIVES = ["Rar!\x1a\x07\0", "Rar!\x1a\x07\x01\0", "7z\xbc\xaf\x27\x1c\0"];
const OTHER_READING = /^mime-version:|<html[\s>]|<!doctype html/imu;
const OTHER_READING_WITHIN = 1 << 16;

export function mayHideArchive(kind: string): boolean {
	return HIDING.test(kind);
}

/** Where archives begin inside something else: the first of each kind, which knows what follows it. */
export function hiddenArchives(bytes: Uint8Array): number[] {
	const places = HIDDEN_ARCHIVES.map((magic) => find(bytes, magic, 1));
	const rar = places.slice(0, 2).filter((at) => at >= 0);
	const first = rar.length === 0 ? [] : [Math.min(...rar)];
	return [...first, ...places.slice(2).filter((at) => at >= 0)].sort((a, b) => a - b);
}

/** Whether a name in the first header of an archive makes a PDF of it too. (A PDF that is stored as the first member is
 *  read as that.) */
export function hidesPdfHeader(bytes: Uint8Array, kind: string): boolean {
	const at = pdfHeaderAt(bytes);
	let ends = kind === TAR || kind === GZIP ? TAR_HEADER_BYTES : 0;
	if (hasAt(bytes, 0, "PK\x03\x04") && bytes.length >= ZIP_HEADER_BYTES) {
		const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
		ends = ZIP_HEADER_BYTES + view.getUint16(26, true) + view.getUint16(28, true);
	}
	return at >= 0 && at + 5 <= ends;
}

/** Whether a mail program or a browser would take some of the beginning for its own. */
export function readsAsWordsToo(bytes: Uint8Array): boolean {
	return OTHER_READING.test(latin(bytes.subarray(0, OTHER_READING_WITHIN)));
}

/** BITMAPFILEHEADER: "BM", four reserved bytes of nothing, then the size of one of its known headers. */
function isBitmap(bytes: Uint8Array): boolean {
	if (!hasAt(bytes, 0, "BM") || !hasAt(bytes, 6, "\0\0\0\0") || bytes.length < 18) return false;
	const size = new DataView(bytes.buffer, bytes.byteOffset).getUint32(14, true);
	return [12, 40, 52, 56, 64, 108, 124].includes(size);
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
