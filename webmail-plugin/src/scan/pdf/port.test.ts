import { expect, it } from "vitest";
import { portPair } from "./port.ts";

async function sent(message: unknown, transfer?: Transferable[]): Promise<unknown> {
	const [near, far] = portPair();
	return new Promise((resolve) => {
		far.addEventListener("message", ({ data }) => resolve(data));
		near.postMessage(message, transfer);
	});
}

it("what is sent arrives as it was, and is another: the sender may change its own", async () => {
	const message = { action: "GetPage", data: { pageIndex: 3, view: [0, 0, 595, 842], ref: null, gone: undefined } };
	const arrived = (await sent(message)) as typeof message;
	expect(arrived).toStrictEqual(message);
	message.data.view[0] = 9;
	expect(arrived.data.view).toEqual([0, 0, 595, 842]);
});

it("what is not plain is copied by the browser: maps, bytes, dates, what goes round in circles", async () => {
	const circle: { self?: unknown } = {};
	circle.self = circle;
	const message = { map: new Map([["a", 1]]), bytes: new Uint8Array([1, 2]), day: new Date(0), circle };
	const arrived = (await sent(message)) as typeof message;
	expect(arrived.map).toEqual(new Map([["a", 1]]));
	expect(arrived.bytes).not.toBe(message.bytes);
	expect([...arrived.bytes, arrived.day.getTime()]).toEqual([1, 2, 0]);
	expect(arrived.circle.self).toBe(arrived.circle);
});

it("buffers are handed over", async () => {
	const bytes = new Uint8Array([1, 2, 3]);
	const arrived = (await sent({ bytes }, [bytes.buffer])) as { bytes: Uint8Array };
	expect([[...arrived.bytes], bytes.length]).toEqual([[1, 2, 3], 0]);
});

it("what cannot be copied is refused", () => {
	const [near] = portPair();
	expect(() => near.postMessage({ call: () => undefined })).toThrow();
});

it("a name that an object cannot be given is copied by the browser too", async () => {
	const message = JSON.parse('{"__proto__": {"a": 1}}') as object;
	expect(Object.keys((await sent(message)) as object)).toEqual(["__proto__"]);
});
