// @vitest-environment happy-dom
import { beforeEach, describe, expect, it, vi } from "vitest";
import { shade } from "./dock.ts";
import { PageSurface } from "./page_surface.ts";

let root: ShadowRoot;
let host: HTMLElement;
let surface: PageSurface;

beforeEach(() => {
	document.body.innerHTML = "<button id=send>Gửi</button>";
	const place = shade("none");
	[root, host, surface] = [place.root, place.host, new PageSurface(place)];
});

function content(): HTMLElement {
	const words = document.createElement("p");
	words.textContent = "Vì sao tệp này được gửi?";
	return words;
}

function opened(press: () => Promise<boolean> = async () => true) {
	const closed = vi.fn();
	const buttons = [
		{ label: "Quay lại", main: false, press: async () => true },
		{ label: "Tôi xác nhận", main: true, press },
	];
	const close = surface.openDialog({
		title: "Xác nhận",
		content: content(),
		buttons,
		width: 480,
		onClose: closed,
	});
	return { close, closed };
}

describe("what the extension shows on a page", () => {
	it("is not on the page before there is something to show", () => {
		expect(host.isConnected).toBe(false);
	});

	it("is a modal dialog, named by its title, its buttons in their order", () => {
		opened();

		const dialog = root.querySelector("dialog");
		expect(host.isConnected).toBe(true);
		expect(dialog?.open).toBe(true);
		expect(root.getElementById(dialog?.getAttribute("aria-labelledby") ?? "")?.textContent).toBe("Xác nhận");
		expect([...root.querySelectorAll("button")].map((button) => button.textContent)).toEqual([
			"Quay lại",
			"Tôi xác nhận",
		]);
	});

	it("closes by its function, says so once, and the focus goes back to where it was", () => {
		document.querySelector<HTMLElement>("#send")?.focus();
		const { close, closed } = opened();

		close();

		expect(root.querySelector("dialog")).toBe(null);
		expect(closed).toHaveBeenCalledTimes(1);
		expect(document.activeElement?.id).toBe("send");
	});

	it("stays open when a button's answer is not taken", async () => {
		opened(async () => false);

		root.querySelector<HTMLElement>(".btn-primary")?.click();
		await Promise.resolve();
		expect(root.querySelector("dialog")?.open).toBe(true);

		root.querySelector<HTMLElement>(".btn-secondary")?.click();
		await vi.waitFor(() => expect(root.querySelector("dialog")).toBe(null));
	});

	it("reads messages out at once, in their tone, and takes them away after a while", () => {
		vi.useFakeTimers();
		surface.announce("Thư chưa gửi", "error");

		const said = root.querySelector('[aria-live="assertive"] p');
		expect([said?.textContent, said?.getAttribute("data-tone")]).toEqual(["Thư chưa gửi", "error"]);
		vi.advanceTimersByTime(8_000);
		expect(root.querySelector("[aria-live] p")).toBe(null);
		vi.useRealTimers();
	});

	it("is put back when the page throws it away", () => {
		surface.announce("một", "notice");
		document.body.replaceChildren();

		surface.announce("hai", "notice");

		expect(host.isConnected).toBe(true);
	});
});
