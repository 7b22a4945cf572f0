/** A rule bundle is unsigned, foreign, older or malformed. `code` never changes once released. */
export class BundleError extends Error {
	readonly code: "malformed" | "foreign" | "older";

	constructor(code: "malformed" | "foreign" | "older", message: string) {
		super(message);
		this.name = "BundleError";
		this.code = code;
	}
}
