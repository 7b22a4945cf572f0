import type { Bundle } from "./bundle.ts";
import type { Ring } from "./verdict.ts";

/** A line of "Nơi nhận" as the backend resolved it (GraphQL RecipientEntry). */
export interface RecipientEntry {
	readonly text: string;
	/** "Các sở, ban, ngành": many agencies behind one line. */
	readonly group: boolean;
	/** "Như trên", "Lưu: VT": nobody is asked for. */
	readonly internal: boolean;
	readonly matches: readonly RecipientMatch[];
}

export interface RecipientMatch {
	readonly agencyName: string;
	readonly agencyCode: string;
	readonly address: string;
	readonly score: number;
}

/** An entry of "Nơi nhận" that no address in To, Cc or Bcc answers. `address` is null when the directory knows
 *  no address: say so, offer nothing. */
export interface MissingRecipient {
	readonly text: string;
	readonly agencyName: string | null;
	readonly address: string | null;
}

/** Bare lower-case address of "Name <Address>"; "" when there is none. */
export declare function normaliseAddress(written: string): string;

/** Which resolved entries are missing among the addresses of To, Cc and Bcc, in the order of the paper. */
export declare function missingRecipients(
	entries: readonly RecipientEntry[],
	present: readonly string[],
): readonly MissingRecipient[];

/** Province by the bundle's domains (and their subdomains), else `other`: only the backend knows `official`. */
export declare function ringOfAddress(bundle: Pick<Bundle, "province">, address: string): Ring;
