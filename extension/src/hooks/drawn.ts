// Files written out in a text: pictures in the HTML of a letter, as data: addresses.

const DRAWN = /data:([a-z]+\/[^;,"'\s]+)[^,"'\s]*;base64,([a-z0-9+/]+=*)/giu;
const NativeFile = File; // before the page's is watched

export function holdsDrawn(text: string): boolean {
	return text.includes(";base64,") || text.includes("%3Bbase64%2C");
}

/** In a form's string too, where signs are written by their codes. What is no base64 draws nothing. */
export function drawnIn(text: string): File[] {
	if (!holdsDrawn(text)) return [];
	const plain = text.includes("%3Bbase64%2C") ? text.replace(/%(3A|2F|3B|2C|2B|3D)/gu, decodeURIComponent) : text;
	return [...plain.matchAll(DRAWN)].flatMap(([, type, content]) => {
		try {
			const bytes = Uint8Array.from(atob(content ?? ""), (letter) => letter.charCodeAt(0));
			return new NativeFile([bytes], "", type === undefined ? {} : { type });
		} catch {
			return [];
		}
	});
}
