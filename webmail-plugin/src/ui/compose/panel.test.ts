// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from "vitest";
import { CongvuPanel } from "./panel.ts";
import { alertOf, type PanelView } from "./panel_view.ts";

const EMPTY: PanelView = { label: "Kiểm tra trước khi gửi", statuses: [], alerts: [], chips: [] };

let panel: CongvuPanel;

function show(view: Partial<PanelView>): void {
	panel.view = { ...EMPTY, ...view };
}

beforeEach(() => {
	panel = new CongvuPanel();
	document.body.replaceChildren(panel.element);
});

describe("the panel", () => {
	it("is a named region whose status is read out politely and whose alerts at once", () => {
		show({ statuses: [{ text: "Đang kiểm tra tệp trước khi gửi", tone: "busy", button: null }] });
		expect(panel.element.querySelector("section")?.getAttribute("aria-label")).toBe("Kiểm tra trước khi gửi");
		expect(panel.element.querySelector('[aria-live="polite"]')?.textContent).toContain(
			"Đang kiểm tra tệp trước khi gửi",
		);
		expect(panel.element.querySelector('[aria-live="assertive"]')).not.toBeNull();
	});

	it("keeps an alert that stands where it is when another comes before it: it is not read out again", () => {
		const first = alertOf({ id: "1", tone: "stop", title: "một" });
		show({ alerts: [first] });
		const standing = panel.element.querySelector('[data-alert="1"]');
		show({ alerts: [alertOf({ id: "0", tone: "ask", title: "không" }), first] });
		expect(panel.element.querySelector('[data-alert="1"]')).toBe(standing);
	});

	it("leads the keyboard to the first alert", () => {
		show({ alerts: [alertOf({ id: "1", tone: "stop", title: "một" })] });
		panel.focusFirstAlert();
		expect(document.activeElement?.getAttribute("data-alert")).toBe("1");
		expect(document.activeElement?.getAttribute("aria-labelledby")).toBe(panel.element.querySelector("h3")?.id);
	});

	it("presses what its buttons say", () => {
		let pressed = 0;
		const button = { label: "Thử lại", press: () => void pressed++ };
		show({
			statuses: [{ text: "a", tone: "trouble", button }],
			alerts: [alertOf({ id: "1", tone: "hint", title: "b", buttons: [button] })],
		});
		for (const element of panel.element.querySelectorAll("button")) element.click();
		expect(pressed).toBe(2);
	});

	it("writes what it is told as text, never as markup", () => {
		show({ alerts: [alertOf({ id: "1", tone: "stop", title: "<img src=x onerror=alert(1)>.docx" })] });
		expect(panel.element.querySelector("img")).toBeNull();
	});
});
