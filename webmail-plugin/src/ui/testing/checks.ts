// For tests: what the backend says of an address.

import type { CheckRecipientsQuery } from "../../api/generated.ts";

export type Check = CheckRecipientsQuery["checkRecipients"][number];

export function checkLike(address: string, changed: Partial<Check> = {}): Check {
	const ring = address.endsWith("@thainguyen.gov.vn") ? "PROVINCE" : "OTHER";
	return { address, ring, agencyName: null, officialInstead: null, lookalike: null, sameName: null, ...changed };
}
