// A page that sends files and words in every way a page can. Each way resolves when the page has done its part.

const take = (way) => `/take/${way}`;
const form = document.getElementById("form");
const input = document.getElementById("file");

const ended = (request) => new Promise((resolve) => request.addEventListener("loadend", resolve));

const byXhr = (way, body, { asynchronous = true, realm = window } = {}) => {
	const request = new realm.XMLHttpRequest();
	request.open("POST", take(way), asynchronous);
	const end = ended(request);
	request.send(body);
	return asynchronous ? end : undefined;
};
const byFetch = (way, body, realm = window) => realm.fetch(take(way), { method: "POST", body });
const formOf = (file) => {
	const data = new FormData();
	data.append("file", file);
	return data;
};
const put = (file) => {
	const transfer = new DataTransfer();
	transfer.items.add(file);
	input.files = transfer.files;
};
const frame = () => {
	const made = document.createElement("iframe");
	document.body.append(made);
	return made.contentWindow;
};
const answerOf = (receiver) => new Promise((resolve) => receiver.addEventListener("message", resolve, { once: true }));
const formSent = (way, send) => {
	form.action = take(way);
	const loaded = new Promise((resolve) =>
		document.querySelector("iframe[name=answer]").addEventListener("load", resolve, { once: true }),
	);
	send();
	return loaded;
};
const workerOf = () => new Worker("/sending_worker.js");

window.files = {
	"XMLHttpRequest, a form": (way, file) => byXhr(way, formOf(file)),
	"XMLHttpRequest, the file": (way, file) => byXhr(way, file),
	"XMLHttpRequest of a frame the page made": (way, file) => byXhr(way, file, { realm: frame() }),
	"fetch, the file": (way, file) => byFetch(way, file),
	"fetch, a form with a name of its own": (way, file) => {
		const data = new FormData();
		data.append("file", file, "van-ban.bin");
		return byFetch(way, data);
	},
	"fetch, a Request": (way, file) => fetch(new Request(take(way), { method: "POST", body: file })),
	"fetch, the copy of a Request": (way, file) => fetch(new Request(take(way), { method: "POST", body: file }).clone()),
	"fetch of a frame the page made": (way, file) => byFetch(way, file, frame()),
	"a slice": (way, file) => byFetch(way, file.slice(0, file.size)),
	"a Blob made of it": (way, file) => byFetch(way, new Blob([file])),
	"sendBeacon": (way, file) => navigator.sendBeacon(take(way), file),
	"submit() of a form": (way, file) => formSent(way, () => (put(file), form.submit())),
	"requestSubmit() of a form": (way, file) => formSent(way, () => (put(file), form.requestSubmit())),
	"the button of a form": (way, file) => formSent(way, () => (put(file), document.getElementById("go").click())),
	"a worker": async (way, file) => {
		const worker = workerOf();
		worker.postMessage({ way, inside: [{ file }] });
		return answerOf(worker);
	},
	"a worker's port": async (way, file) => {
		const { port1, port2 } = new MessageChannel();
		workerOf().postMessage("port", [port2]);
		port1.start();
		port1.postMessage({ way, inside: [{ file }] });
		return answerOf(port1);
	},
	"FileReader": async (way, file) => {
		const reader = new FileReader();
		reader.readAsArrayBuffer(file);
		await ended(reader);
		return reader.result && byFetch(way, reader.result);
	},
	"arrayBuffer()": async (way, file) => byFetch(way, await file.arrayBuffer()),
	"stream()": async (way, file) => byFetch(way, await new Response(file.stream()).arrayBuffer()),
	"a Response": async (way, file) => byFetch(way, await new Response(file).arrayBuffer()),
	"the body of a Request": async (way, file) => {
		const request = new Request(take(way), { method: "POST", body: file });
		return byFetch(way, await request.arrayBuffer());
	},
	"an address of its own": async (way, file) => {
		const answer = await fetch(URL.createObjectURL(file));
		return byFetch(way, await answer.arrayBuffer());
	},
	"WebSocket": async (way, file) => {
		const socket = new WebSocket(`ws://${location.host}/socket/${way}`);
		await new Promise((resolve) => socket.addEventListener("open", resolve));
		socket.send("begin");
		socket.send(file);
		socket.send("end");
		return new Promise((resolve) => socket.addEventListener("close", resolve));
	},
	"a handle, as the browser's dialog gives": async (way, file) => {
		const folder = await navigator.storage.getDirectory();
		const handle = await folder.getFileHandle(`${Math.random()}`, { create: true });
		const writable = await handle.createWritable();
		await writable.write(file);
		await writable.close();
		return byFetch(way, await handle.getFile());
	},
	"the clipboard": async (way, file) => {
		const item = new ClipboardItem({ "web application/octet-stream": new Blob([file]) });
		return byFetch(way, await item.getType("web application/octet-stream"));
	},
};

window.words = {
	"XMLHttpRequest, a string": (way, words) => byXhr(way, words),
	"XMLHttpRequest, JSON": (way, words) => byXhr(way, JSON.stringify({ draft: { id: 7, text: words } })),
	"XMLHttpRequest, a string of a form": (way, words) => byXhr(way, String(new URLSearchParams({ _text: words }))),
	"fetch, URLSearchParams": (way, words) => byFetch(way, new URLSearchParams({ _text: words })),
	"fetch, a form": (way, words) => byFetch(way, formOf(words)),
	"fetch, HTML": (way, words) => byFetch(way, `<div>${words.replaceAll("\n", "</div><div>")}</div>`),
	"fetch, bytes": (way, words) => byFetch(way, new TextEncoder().encode(words)),
	"a Blob of text": (way, words) => byFetch(way, new Blob([words], { type: "text/plain" })),
	"sendBeacon": (way, words) => navigator.sendBeacon(take(way), words),
	"submit() of a form": (way, words) =>
		formSent(way, () => {
			document.getElementById("words").value = words;
			form.submit();
		}),
	"WebSocket": async (way, words) => {
		const socket = new WebSocket(`ws://${location.host}/socket/${way}`);
		await new Promise((resolve) => socket.addEventListener("open", resolve));
		socket.send(words);
		socket.send("end");
		return new Promise((resolve) => socket.addEventListener("close", resolve));
	},
};

/** `base64` becomes a file as the page would be given one: not one it made itself. */
window.fileOf = async (base64, name) => {
	const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
	return structuredClone(new File([bytes], name));
};

/** What happened: "sent", or "refused: …". Waits some seconds at most; what is held for good is "held". */
window.attempt = (kind, name, way, cargo) =>
	Promise.race([
		Promise.resolve()
			.then(() => window[kind][name](way, cargo))
			.then(
				() => "sent",
				(error) => `refused: ${error.name}`,
			),
		new Promise((resolve) => setTimeout(() => resolve("held"), window.patience ?? 3000)),
	]);
