// Who signed a bundle, by the same file as Python and PHP (rules/conformance).

import { expect, it } from "vitest";
import vectors from "../../../rules/conformance/signatures.json" with { type: "json" };
import { BundleError } from "./errors.ts";
import { type TrustedKey, verifiedPayload } from "./jws.ts";

function outcome(jws: string, approvals: number): string {
	try {
		verifiedPayload(jws, vectors.trusted as TrustedKey[], approvals);
		return "accepted";
	} catch (error) {
		if (error instanceof BundleError) return error.code;
		throw error;
	}
}

it.each(vectors.cases)("$name: $expect", ({ jws, approvals, expect: expected }) => {
	expect(outcome(jws, approvals)).toBe(expected);
});
