// @vitest-environment happy-dom
import { beforeEach, expect, it, vi } from "vitest";

let policiesRead: (policy: Readonly<Record<string, unknown>>) => void;

vi.stubGlobal("chrome", {
	i18n: { getUILanguage: () => "vi" },
	runtime: { id: "congvu", getManifest: () => ({ version: "1.2.3" }) },
	storage: {
		managed: {
			get: () =>
				new Promise((resolve) => {
					policiesRead = resolve;
				}),
		},
		local: { get: async () => ({}) },
	},
});
const { startPage } = await import("./start.ts"); // looks the browser up when it is first loaded

beforeEach(() => {
	document.body.innerHTML = "<h1></h1><main></main>";
});

function shown(): string[] {
	return ["h1", "main"].map((place) => document.querySelector(place)?.textContent ?? "");
}

it("a page stands while the browser still reads its policies, and then shows what it is for", async () => {
	const started = startPage("welcome.title", (_, version) => {
		const content = document.createElement("p");
		content.textContent = version;
		return content;
	});
	await vi.waitFor(() => expect(shown()).toEqual(["Chào mừng đến với Thư Công Vụ", "Đang đọc cấu hình …"]));

	policiesRead({ language: "en" });
	await started;
	expect(document.documentElement.lang).toBe("en");
	expect(shown()[1]).toBe("1.2.3");
});
