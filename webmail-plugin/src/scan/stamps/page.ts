import type { Image, Pictures, StampFindings } from "../pictures.ts";
import { findStamps } from "./find.ts";

/** The stamps on one page, at each of the resolutions it may have. */
export async function stampsOn(image: Image, dpis: readonly number[], pictures: Pictures): Promise<StampFindings> {
	const found = [];
	for (const dpi of dpis) found.push(await findStamps(image, dpi, pictures));
	const texts = [...new Set(found.flatMap(({ texts }) => texts))];
	return { texts, uncertain: found.some(({ uncertain }) => uncertain) };
}
