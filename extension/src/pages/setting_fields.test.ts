// @vitest-environment happy-dom

import { render } from "lit";
import { describe, expect, it } from "vitest";
import vietnamese from "../locales/vi.json";
import { SETTING_NAMES } from "../settings/settings.ts";
import { settingsFrom } from "../settings/stored.ts";
import { textsIn } from "../texts.ts";
import { SettingFields } from "./setting_fields.ts";

const KEY = { kty: "OKP", crv: "Ed25519", x: "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo" };

function drawn(policy: Record<string, unknown>, official: Record<string, unknown> = {}) {
	const changes: [string, unknown][] = [];
	const fields = new SettingFields(textsIn("vi", vietnamese), settingsFrom(policy, official), (name, value) =>
		changes.push([name, value]),
	);
	const page = document.createElement("main");
	render(
		SETTING_NAMES.map((name) => fields.field(name)),
		page,
	);
	const control = (id: string) => page.querySelector<HTMLInputElement>(`#${id}`) as HTMLInputElement;
	const write = (id: string, value: string) => {
		control(id).value = value;
		control(id).dispatchEvent(new Event("change"));
	};
	return { page, changes, control, write };
}

describe("a setting's field", () => {
	it("is read-only and says so where a policy has set it, valid or not", () => {
		const { page, control } = drawn({
			backend_url: "https://congvu.example",
			hosts: ["<all_urls>"],
			notify_due: false,
		});

		expect(control("backend_url").disabled).toBe(true);
		expect(control("backend_url").value).toBe("https://congvu.example");
		expect(control("hosts").disabled).toBe(true);
		expect(control("hosts").value).toBe("");
		expect(control("notify_due").disabled).toBe(true);
		expect(control("notify_checks").disabled).toBe(false);
		expect(page.querySelectorAll(".policy").length).toBe(3);
		expect(page.querySelector(".policy")?.textContent).toBe("(do quản trị đặt)");
	});

	it("hands on what was written, and no JSON as it is, to be refused", () => {
		const { changes, write } = drawn({});

		write("hosts", "https://a.example/*\n\n https://b.example/* ");
		write("trusted_keys", JSON.stringify([KEY]));
		write("trusted_keys", "{");
		write("trusted_keys", "");
		write("rule_approvals", "2");

		expect(changes).toEqual([
			["hosts", ["https://a.example/*", "https://b.example/*"]],
			["trusted_keys", [KEY]],
			["trusted_keys", "{"],
			["trusted_keys", []],
			["rule_approvals", 2],
		]);
	});

	it("has a label each, which names the control", () => {
		const { page } = drawn({});

		const controls = [...page.querySelectorAll<HTMLInputElement>("input, select, textarea")];
		expect(controls.length).toBe(SETTING_NAMES.length + 1); // quiet hours have two ends
		for (const control of controls) expect(control.labels?.[0]?.textContent?.trim()).not.toBe("");
	});
});
