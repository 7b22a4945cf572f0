// Everything in a realm that a stand-in takes the place of, by the part of layer 2 that knows what to do there.

import type { Realm } from "./realm.ts";

export type PartName = "readers" | "blobs" | "xhr" | "fetches" | "forms" | "messages" | "sources";

/** Whose methods: a constructor's prototype, or with "=" the object itself. */
export const METHODS: readonly (readonly [part: PartName, owner: string, names: readonly string[]])[] = [
	["readers", "Blob", ["arrayBuffer", "text", "bytes", "stream"]],
	["readers", "FileReader", ["readAsArrayBuffer", "readAsText", "readAsDataURL", "readAsBinaryString", "abort"]],
	["blobs", "Blob", ["slice"]],
	["blobs", "FormData", ["append", "set"]],
	["blobs", "=URL", ["createObjectURL", "revokeObjectURL"]],
	["xhr", "XMLHttpRequest", ["open", "abort", "send"]],
	["fetches", "Request", ["clone", "arrayBuffer", "blob", "bytes", "formData", "text"]],
	["fetches", "=window", ["fetch"]],
	["fetches", "Navigator", ["sendBeacon"]],
	["forms", "HTMLFormElement", ["submit"]],
	["forms", "Document", ["open", "write", "writeln"]],
	["messages", "Worker", ["postMessage"]],
	["messages", "MessagePort", ["postMessage"]],
	["messages", "BroadcastChannel", ["postMessage"]],
	["messages", "ServiceWorker", ["postMessage"]],
	["messages", "WebSocket", ["send"]],
	["messages", "RTCDataChannel", ["send"]],
	["sources", "FileSystemFileHandle", ["getFile"]],
	["sources", "ClipboardItem", ["getType"]],
	["sources", "FileSystemFileEntry", ["file"]],
];

export const CONSTRUCTORS: readonly (readonly [part: PartName, name: string])[] = [
	["readers", "Response"],
	["blobs", "Blob"],
	["blobs", "File"],
	["fetches", "Request"],
];

/** Undefined: this browser has no such thing. */
export function ownerOf(realm: Realm, owner: string): object | undefined {
	const isItself = owner.startsWith("=");
	const found = Reflect.get(realm, isItself ? owner.slice(1) : owner) as { readonly prototype?: object } | undefined;
	return isItself ? found : found?.prototype;
}
