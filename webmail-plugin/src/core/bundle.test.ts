import { ed25519 } from "@noble/curves/ed25519.js";
import { describe, expect, it } from "vitest";
import { toBase64Url } from "./base64url.ts";
import { openBundle, type TrustedKey } from "./bundle.ts";
import { isExpired, replaces } from "./bundle_age.ts";
import { thumbprint } from "./jws.ts";

const SECRET = new Uint8Array(32).fill(7);
const PUBLIC: TrustedKey = { kty: "OKP", crv: "Ed25519", x: toBase64Url(ed25519.getPublicKey(SECRET)) };
const OTHER: TrustedKey = { kty: "OKP", crv: "Ed25519", x: toBase64Url(ed25519.getPublicKey(new Uint8Array(32))) };

const PAYLOAD = {
	format: 1,
	version: "2026.11.3",
	issued_at: "2026-11-03T00:00:00Z",
	expires_at: "2027-02-03T00:00:00Z",
	province: { id: "thainguyen", name: "Tỉnh Thái Nguyên", domains: ["thainguyen.gov.vn"] },
	fingerprint_keys: [{ id: "k1", key: "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" }],
	limits: { depth: 8, members: 2000, inflated_bytes: 1000, ratio: 200, pages: 500, seconds: 20 },
	rules: [],
	kinds: [],
};

function signed(payload: unknown, header: object = { alg: "Ed25519", kid: thumbprint(PUBLIC) }): string {
	const segments = [header, payload].map((part) => toBase64Url(new TextEncoder().encode(JSON.stringify(part))));
	const message = segments.join(".");
	return `${message}.${toBase64Url(ed25519.sign(new TextEncoder().encode(message), SECRET))}`;
}

describe("opening a bundle", () => {
	it("gives the payload of a bundle signed by the configured key", () => {
		expect(openBundle(signed(PAYLOAD), [OTHER, PUBLIC])).toEqual({ ...PAYLOAD, verified: true });
	});

	it("names a key as RFC 8037 appendix A.3 does", () => {
		const x = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";
		expect(thumbprint({ kty: "OKP", crv: "Ed25519", x })).toBe("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
	});

	it("refuses a bundle signed by a key that is not configured", () => {
		expect(() => openBundle(signed(PAYLOAD), [OTHER])).toThrow(expect.objectContaining({ code: "foreign" }));
	});

	it("refuses a bundle that names the configured key but was signed by another", () => {
		const forged = signed(PAYLOAD, { alg: "Ed25519", kid: thumbprint(OTHER) });
		expect(() => openBundle(forged, [OTHER])).toThrow(expect.objectContaining({ code: "foreign" }));
	});

	it("refuses a payload changed after signing", () => {
		const [header, , signature] = signed(PAYLOAD).split(".");
		const changed = toBase64Url(new TextEncoder().encode(JSON.stringify({ ...PAYLOAD, version: "9999" })));
		expect(() => openBundle(`${header}.${changed}.${signature}`, [PUBLIC])).toThrow(
			expect.objectContaining({ code: "foreign" }),
		);
	});

	it.each([
		["no signature at all", { alg: "none", kid: thumbprint(PUBLIC) }],
		["another algorithm", { alg: "HS256", kid: thumbprint(PUBLIC) }],
		["a header that must be understood", { alg: "Ed25519", kid: thumbprint(PUBLIC), crit: ["b64"] }],
	])("refuses %s", (_, header) => {
		expect(() => openBundle(signed(PAYLOAD, header), [PUBLIC])).toThrow(expect.objectContaining({ code: "malformed" }));
	});

	it.each([
		["another format", { ...PAYLOAD, format: 2 }],
		["a version that cannot be compared", { ...PAYLOAD, version: "dev+abc" }],
		["no fingerprint key", { ...PAYLOAD, fingerprint_keys: [] }],
		["a limit that is no number", { ...PAYLOAD, limits: { ...PAYLOAD.limits, pages: "500" } }],
	])("refuses a bundle with %s", (_, payload) => {
		expect(() => openBundle(signed(payload), [PUBLIC])).toThrow(expect.objectContaining({ code: "malformed" }));
	});

	it.each(["", "a.b", "a.b.c.d", "%%.%%.%%"])("refuses what is no JWS: %j", (text) => {
		expect(() => openBundle(text, [PUBLIC])).toThrow(expect.objectContaining({ code: "malformed" }));
	});
});

describe("the place of the current bundle", () => {
	it.each([
		["2026.11.3", "2026.11.3", true],
		["2026.11.10", "2026.11.9", true],
		["2026.11.9", "2026.11.10", false],
		["2026.11", "2026.11.0", false],
		["2027", "2026.11.3", true],
	])("%s in the place of %s: %s", (candidate, current, expected) => {
		expect(replaces({ version: candidate }, { version: current })).toBe(expected);
	});

	it("is free before the first bundle", () => {
		expect(replaces({ version: "1" }, null)).toBe(true);
	});

	it("is kept by an expired bundle, which is named as such", () => {
		expect(isExpired({ expires_at: "2027-02-03T00:00:00Z" }, new Date("2027-02-02T23:59:59Z"))).toBe(false);
		expect(isExpired({ expires_at: "2027-02-03T00:00:00Z" }, new Date("2027-02-03T00:00:00Z"))).toBe(true);
	});
});
