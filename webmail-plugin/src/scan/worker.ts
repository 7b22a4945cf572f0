// Entry of the scanner's module Worker. It asks no network and keeps nothing of a file it has judged.

import { counts, Engine, type Extraction, type Finding, Shadow, seen, type WrittenBundle } from "../core/index.ts";
import { BrowserPictures } from "./browser_pictures.ts";
import { type Hashes, judgeAndRead } from "./judge_file.ts";
import { isOurs, type Reply, type Request } from "./protocol.ts";

const pictures = new BrowserPictures();
let rules: { readonly bundle: WrittenBundle; readonly engine: Engine } | null = null;
let shadow: Shadow | null = null;

function say(reply: Reply): void {
	self.postMessage(reply);
}

async function judge(id: number, file: File, receivedOn: string | null): Promise<void> {
	try {
		if (rules === null) throw new Error("no rules were loaded");
		const bytes = new Uint8Array(await file.arrayBuffer());
		const progress = (page: number, pages: number) => say({ congvu: "progress", id, page, pages });
		const hashed = (hashes: Hashes) => say({ congvu: "hashed", id, ...hashes });
		const wanted = { means: { pictures, progress }, hashed, receivedOn };
		const { bundle } = rules;
		const { finding, said, extraction } = await judgeAndRead(bytes, file.name, rules, wanted);
		say({ congvu: "judged", id, finding, said });
		if (receivedOn === null) countInShadow(finding, extraction, bundle); // papers that came are not to be sent
	} catch {
		say({ congvu: "failed", id }); // a defect: unreadable on the page; what broke may quote the file, so nothing is told
	}
}

/** After the verdict has been given, which it cannot change. */
function countInShadow(finding: Finding, extraction: Extraction, bundle: WrittenBundle): void {
	try {
		const its = shadow && { saw: shadow.file(extraction), version: shadow.version };
		const counted = counts(seen([finding], bundle), bundle.version, its);
		if (counted.length > 0) say({ congvu: "shadow", counts: counted });
	} catch {
		// nothing is counted, and nothing else depends on it
	}
}

self.addEventListener("message", (event: MessageEvent<unknown>) => {
	if (!isOurs(event.data)) return;
	const request = event.data as Request;
	if (request.congvu === "judge") void judge(request.id, request.file, request.receivedOn);
	if (request.congvu === "load") {
		rules = { bundle: request.bundle, engine: new Engine(request.bundle) };
		shadow = Shadow.of(request.candidate);
	}
});

say({ congvu: "ready" });
