// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { shade } from "./dock.ts";

const asked: unknown[] = [];
const runtime: { id: string | undefined; getURL: () => string; sendMessage: (letter: unknown) => unknown } = {
	id: "thu-cong-vu",
	getURL: () => "about:blank", // there is no page of the extension's to load here
	sendMessage: async (letter) => {
		asked.push(letter);
		return null;
	},
};

interface Handed {
	readonly key: string;
	readonly port: MessagePort;
}

async function opened() {
	const { FramePort } = await import("./frame_port.ts");
	const place = shade("none");
	const port = new FramePort(place);
	const failed = vi.fn();
	const heard = vi.fn();
	port.onerror = failed;
	port.onmessage = ({ data }) => heard(data);
	const frame = place.root.querySelector("iframe");
	const handed = new Promise<Handed>((resolve) => {
		const inside = {
			postMessage: (said: { congvuKey: string }, _: string, [end]: MessagePort[]) =>
				end && resolve({ key: said.congvuKey, port: end }),
		};
		Object.defineProperty(frame, "contentWindow", { value: inside, configurable: true });
	});
	frame?.dispatchEvent(new Event("load"));
	return { port, failed, heard, frame, handed, host: place.host };
}

beforeEach(() => {
	vi.stubGlobal("chrome", { runtime });
	runtime.id = "thu-cong-vu";
	asked.length = 0;
});

afterEach(() => {
	vi.useRealTimers();
});

describe("the scanner's frame", () => {
	it("is shown a key that nobody guesses, which the background was told first", async () => {
		const { handed, port } = await opened();
		const { key } = await handed;

		expect(asked).toEqual([{ congvu: "scannerKey", ask: { key } }]);
		expect(key).toMatch(/^[0-9a-z]{1,7}(-[0-9a-z]{1,7}){3}$/u);
		port.terminate();
	});

	it("says what it found, and nothing but that", async () => {
		const { handed, port, heard, failed } = await opened();
		const inside = (await handed).port;

		inside.postMessage({ found: "clean" });

		await vi.waitFor(() => expect(heard.mock.calls).toEqual([[{ found: "clean" }]]));
		expect(failed).not.toHaveBeenCalled();
		port.terminate();
	});

	it("fails when the scanner says that it serves nobody", async () => {
		const { handed, port, heard, failed } = await opened();

		(await handed).port.postMessage("congvu-scanner-failed");

		await vi.waitFor(() => expect(failed).toHaveBeenCalled());
		expect(heard).not.toHaveBeenCalled();
		port.terminate();
	});

	it("fails when the background does not take its key", async () => {
		const answer = runtime.sendMessage;
		runtime.sendMessage = async () => undefined;
		const { port, failed } = await opened();

		await vi.waitFor(() => expect(failed).toHaveBeenCalled());
		runtime.sendMessage = answer;
		port.terminate();
	});

	it.each([
		["the page throws it away", (frame: HTMLElement | null) => frame?.remove()],
		[
			"the extension is gone",
			() => {
				runtime.id = undefined;
			},
		],
	])("fails within a second when %s", async (_, end) => {
		vi.useFakeTimers();
		const { port, failed, frame } = await opened();
		vi.advanceTimersByTime(1_000);
		expect(failed).not.toHaveBeenCalled();

		end(frame);
		vi.advanceTimersByTime(1_000);

		expect(failed).toHaveBeenCalled();
		port.terminate();
	});

	it("leaves nothing behind when it is ended", async () => {
		vi.useFakeTimers();
		const { port, failed, host } = await opened();

		port.terminate();

		expect(host.isConnected).toBe(false);
		vi.advanceTimersByTime(5_000);
		expect(failed).not.toHaveBeenCalled();
	});
});
