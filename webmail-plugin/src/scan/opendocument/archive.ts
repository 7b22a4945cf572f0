import type { Archive } from "../zip.ts";

export const MANIFEST = "META-INF/manifest.xml";
export const MIMETYPE = "mimetype";
export const CONTENT = "content.xml";
export const STYLES = "styles.xml";
/** The only member of a file that is encrypted as a whole (ODF 1.4). */
export const ENCRYPTED_PACKAGE = "encrypted-package";

/** Whether an archive is an OpenDocument package. Twin of `is_opendocument` in backend/documents/opendocument.py. */
export function isOpenDocument(archive: Archive): boolean {
	const names = new Set(archive.members.map(({ name }) => name));
	return (
		[MANIFEST, MIMETYPE].some((name) => names.has(name)) &&
		[CONTENT, STYLES, ENCRYPTED_PACKAGE].some((name) => names.has(name))
	);
}
