// Sends what it is given; no script of the page's can see how.

const send = async ({ way, inside: [{ file }] }, answer) => {
	await fetch(`/take/${way}`, { method: "POST", body: file });
	answer.postMessage("done");
};
self.onmessage = ({ data, ports: [port] }) => {
	if (port) port.onmessage = ({ data: sent }) => send(sent, port);
	else send(data, self);
};
