import type { LineHandler, Root } from "./parts.ts";
import { XmlText } from "./xml_text.ts";

const WORDLESS_ROOTS = new Set(["theme", "Relationships", "Types"]);

/** A handler for a part that is not of a kind the family knows. Twin of `any_text` in backend/documents/office_parts.py. */
export function anyText(root: Root): LineHandler | null {
	return WORDLESS_ROOTS.has(root.name) ? null : new XmlText();
}
