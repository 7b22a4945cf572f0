// Every way by which the words of a message, or the whole draft, leave the page.

import type { Cargo } from "../host.ts";
import { listen, type Roundcube } from "./rcmail.ts";
import { LOOKED_FIELD } from "./uploads.ts";

/** @param again does the same once more */
type ExitGuard = (cargo: Cargo, again: () => void) => boolean;

/** Commands that post something of the draft, and what they carry. */
const COMMANDS: Readonly<Record<string, Cargo>> = {
	savedraft: "draft",
	extwin: "draft", // posts the form into a new window
	spellcheck: "text",
	"toggle-editor": "text",
};

/** Stops what the guard stops: at the command, at the conversion, and in the end at the form itself. */
export function guardExits(
	roundcube: Roundcube,
	guard: ExitGuard,
	bundleVersion: () => string,
	signal: AbortSignal,
): void {
	const allows = (cargo: Cargo, again: () => void = () => undefined): boolean => {
		try {
			return guard(cargo, again);
		} catch {
			return false;
		}
	};
	for (const [command, cargo] of Object.entries(COMMANDS)) {
		const before = (properties: unknown) => {
			const again = () => roundcube.command(command, properties);
			return allows(cargo, again) ? undefined : stopped(roundcube, command);
		};
		listen(roundcube, `before${command}`, before, signal);
	}
	guardConversion(roundcube, () => allows("text"));
	guardForm(roundcube, () => allows("draft"), bundleVersion);
}

function stopped(roundcube: Roundcube, command: string): false {
	if (command === "savedraft") roundcube.auto_save_start(); // the timer that asked does not start itself again
	return false;
}

/** utils/html2text and utils/text2html are posted the whole body. */
function guardConversion(roundcube: Roundcube, allows: () => boolean): void {
	const original = roundcube.format_converter;
	roundcube.format_converter = (text, format, done) =>
		allows() ? original.call(roundcube, text, format, done) : false;
}

function guardForm(roundcube: Roundcube, allows: () => boolean, bundleVersion: () => string): void {
	const form = roundcube.gui_objects.messageform;
	if (form === undefined) throw new Error("the page has no message form");
	const looked = form.ownerDocument.createElement("input");
	looked.type = "hidden";
	looked.name = LOOKED_FIELD;
	form.append(looked);
	const submit = form.submit;
	form.submit = () => {
		if (allows()) {
			looked.value = bundleVersion();
			submit.call(form);
		} else {
			release(roundcube, form);
		}
	};
	form.addEventListener("submit", (event) => event.preventDefault()); // Enter in a field: never Roundcube's own way
}

/** Roundcube has put up "saving…" already and waits for the frame that will not come. */
function release(roundcube: Roundcube, form: HTMLFormElement): void {
	clearTimeout(roundcube.submit_timer);
	const lock = new URL(form.action, form.baseURI).searchParams.get("_unlock") ?? undefined;
	roundcube.set_busy(false, null, lock);
}
