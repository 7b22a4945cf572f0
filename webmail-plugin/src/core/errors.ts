/** Why a bundle is not taken; single: signed by one person where two are asked for. */
export type BundleRefusal = (typeof REFUSALS)[number];

export const REFUSALS = ["malformed", "foreign", "older", "single"] as const;

/** A rule bundle is unsigned, foreign, older or malformed. `code` never changes once released. */
export class BundleError extends Error {
	readonly code: BundleRefusal;

	constructor(code: BundleRefusal, message: string) {
		super(message);
		this.name = "BundleError";
		this.code = code;
	}
}
