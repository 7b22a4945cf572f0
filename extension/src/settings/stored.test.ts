import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { isListed, isPattern, startPage } from "./hosts.ts";
import { dayInVietnam, isQuiet } from "./quiet_hours.ts";
import { DEFAULTS, SETTING_NAMES } from "./settings.ts";
import { settingsFrom } from "./stored.ts";

const KEY = { kty: "OKP", crv: "Ed25519", x: "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo" };

describe("settings", () => {
	it("of a policy win over the official's", () => {
		const { settings, fixed, invalid, isManaged } = settingsFrom(
			{ hosts: ["https://mail.tinh.gov.vn/*"], rule_approvals: 2 },
			{ rule_approvals: 1, language: "en" },
		);

		expect(settings).toEqual({ ...DEFAULTS, hosts: ["https://mail.tinh.gov.vn/*"], rule_approvals: 2, language: "en" });
		expect([...fixed]).toEqual(["hosts", "rule_approvals"]);
		expect(invalid).toEqual([]);
		expect(isManaged).toBe(true);
	});

	it("that mean nothing are named and not used, not even in part", () => {
		const { settings, invalid } = settingsFrom(
			{ hosts: ["https://mail.tinh.gov.vn/*", "<all_urls>"], trusted_keys: [KEY, { ...KEY, kty: "RSA" }], host: "x" },
			{ quiet_hours: { from: "18:00" }, rule_approvals: 3 },
		);

		expect(settings).toEqual(DEFAULTS);
		expect(invalid).toEqual([
			{ name: "hosts", source: "policy" },
			{ name: "trusted_keys", source: "policy" },
			{ name: "host", source: "policy" },
			{ name: "quiet_hours", source: "official" },
			{ name: "rule_approvals", source: "official" },
		]);
	});

	it("of a policy that mean nothing are not replaced by the official's", () => {
		const { settings, fixed } = settingsFrom({ trusted_keys: "all" }, { trusted_keys: [KEY] });

		expect(settings.trusted_keys).toEqual([]);
		expect(fixed.has("trusted_keys")).toBe(true);
	});

	it("name a backend that tokens may go to", () => {
		const taken = (backend_url: unknown) => settingsFrom({ backend_url }, {}).settings.backend_url;

		expect(taken("https://congvu.tinh.gov.vn")).toBe("https://congvu.tinh.gov.vn");
		expect(taken("http://127.0.0.1:8080")).toBe("http://127.0.0.1:8080");
		for (const refused of [
			"http://congvu.tinh.gov.vn",
			"https://congvu.tinh.gov.vn/",
			"https://a@congvu.tinh.gov.vn",
			"javascript:alert(1)",
			"congvu.tinh.gov.vn",
			7,
		]) {
			expect(taken(refused)).toBe("");
		}
	});

	it("stand in the schema of managed storage, and nothing else does", () => {
		const schema = JSON.parse(readFileSync(new URL("../../public/managed_schema.json", import.meta.url), "utf-8"));

		expect(Object.keys(schema.properties)).toEqual(SETTING_NAMES);
	});
});

describe("a pattern", () => {
	it("means one host, or its subdomains, and never every page", () => {
		expect(isPattern("https://mail.tinh.gov.vn/*")).toBe(true);
		expect(isPattern("https://*.tinh.gov.vn/mail/*")).toBe(true);
		expect(isPattern("http://127.0.0.1:8080/*")).toBe(true);
		for (const refused of ["<all_urls>", "*://mail.vn/*", "https://*/*", "https://mail.vn", "file:///a/*"]) {
			expect(isPattern(refused)).toBe(false);
		}
	});

	it("is held against scheme, host, port and path", () => {
		const hosts = ["https://mail.tinh.gov.vn/mail/*", "http://127.0.0.1:8080/*", "https://*.so.gov.vn/*"];

		expect(isListed(hosts, "https://mail.tinh.gov.vn/mail/?_task=mail")).toBe(true);
		expect(isListed(hosts, "https://mail.tinh.gov.vn/other")).toBe(false);
		expect(isListed(hosts, "http://mail.tinh.gov.vn/mail/")).toBe(false);
		expect(isListed(hosts, "http://127.0.0.1:8081/")).toBe(false);
		expect(isListed(hosts, "https://a.b.so.gov.vn/")).toBe(true);
		expect(isListed(hosts, "https://notso.gov.vn/")).toBe(false);
		expect(startPage(["https://*.so.gov.vn/*", "https://mail.tinh.gov.vn/mail/*"])).toBe(
			"https://mail.tinh.gov.vn/mail/",
		);
		expect(startPage([])).toBe(null);
	});
});

describe("quiet hours", () => {
	const evening = { from: "18:00", to: "07:00" };

	it("reach over midnight, in Vietnam's time", () => {
		expect(isQuiet(evening, new Date("2026-11-27T11:00:00Z"))).toBe(true); // 18:00
		expect(isQuiet(evening, new Date("2026-11-26T23:59:00Z"))).toBe(true); // 06:59
		expect(isQuiet(evening, new Date("2026-11-27T00:00:00Z"))).toBe(false); // 07:00
		expect(isQuiet({ from: "11:30", to: "13:00" }, new Date("2026-11-27T05:00:00Z"))).toBe(true); // 12:00
		expect(isQuiet({ from: "07:00", to: "07:00" }, new Date("2026-11-27T00:00:00Z"))).toBe(false);
		expect(isQuiet(null, new Date("2026-11-27T15:00:00Z"))).toBe(false);
	});

	it("know the day by Vietnam's calendar", () => {
		expect(dayInVietnam(new Date("2026-11-26T18:00:00Z"))).toBe("2026-11-27");
	});
});
