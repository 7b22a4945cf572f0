// The script Roundcube loads with the list and the compose form (roundcube/congvu.php): it stands at every way out from
// the first moment, and calls the rest of the plugin when there is something to do.

import { waitingReports } from "./api/waiting_reports.ts";
import { RoundcubeDraft } from "./hosts/roundcube/draft.ts";
import { type PageSettings, type Roundcube, roundcubeOf } from "./hosts/roundcube/rcmail.ts";
import { find, SELECTORS } from "./hosts/roundcube/selectors.ts";
import { storageOf } from "./hosts/roundcube/storage.ts";
import { watchWriting } from "./hosts/roundcube/writing.ts";
import { Part } from "./part.ts";
import type { ComposeGate, FurtherParts } from "./roundcube_compose.ts";
import { Entrance } from "./ui/compose/entrance.ts";
import { Summons } from "./ui/compose/summons.ts";
import { knownWork, showWork } from "./ui/issuance/known_work.ts";
import "./ui/compose/panel.css";
import "./roundcube.css";
import "./letter.css";
import "./issuance.css";

function partOf<Module>(address: string): Part<Module> {
	const { href } = new URL(address, document.baseURI); // PHP puts a mark of the release behind it
	return new Part<Module>((failures) => import(/* @vite-ignore */ failures === 0 ? href : `${href}&n=${failures}`));
}

function guardLetter(roundcube: Roundcube, settings: PageSettings): void {
	const { words } = settings;
	const { signal } = new AbortController(); // the page's own life: nothing takes the guard down
	const part = partOf<typeof import("./roundcube_compose.ts")>(settings.parts.compose);
	const further: FurtherParts = {
		rules: partOf(settings.parts.rules),
		panel: partOf(settings.parts.panel),
		issue: partOf(settings.parts.issue),
		reports: partOf(settings.parts.reports),
	};
	let gate: ComposeGate | null = null;
	const bring = async (forFile: boolean) => {
		// a file is judged and spoken of at once: what will be asked for comes meanwhile
		for (const next of forFile ? [further.rules, further.panel] : []) void next.load().catch(() => undefined);
		const { guardCompose } = await part.load();
		gate = guardCompose(roundcube, draft, settings, further, signal);
		return gate;
	};
	const entrance = new Entrance(find(document, SELECTORS.panel), words);
	const summons = new Summons(words.checking, bring, entrance, (files) => draft.attach(files));
	const draft = new RoundcubeDraft(roundcube, document, {
		bundleVersion: () => gate?.bundleVersion() ?? "",
		drawnName: words.drawn,
		signal,
		relief: summons,
	});
	entrance.open();
	const issue = () => summons.summon(null).then(() => gate?.issue());
	const unloaded = () => void roundcube.display_message(words.unloaded, "error");
	roundcube.register_command("plugin.congvu-issue", () => void issue().catch(unloaded), true);
	roundcube.env.compose_commands?.push("plugin.congvu-issue"); // it does not leave the letter
	let hasBegun = false;
	const begun = () => {
		if (hasBegun) return; // a gate that could not come is not called with every letter typed
		hasBegun = true;
		void summons.summon(null).catch(() => undefined); // the panel says so
	};
	watchWriting(roundcube, begun, signal);
	if (draft.attached().length > 0) begun();
}

function serveList(roundcube: Roundcube, settings: PageSettings): void {
	const times = partOf<typeof import("./roundcube_times.ts")>(settings.parts.times);
	const list = partOf<typeof import("./roundcube_list.ts")>(settings.parts.list);
	const due = partOf<typeof import("./roundcube_due.ts")>(settings.parts.due);
	const issued = partOf<typeof import("./roundcube_issued.ts")>(settings.parts.issued);
	const practice = partOf<typeof import("./roundcube_practice.ts")>(settings.parts.practice);
	const rules = partOf<typeof import("./roundcube_rules.ts")>(settings.parts.rules);
	const unloaded = () => void roundcube.display_message(settings.words.unloaded, "error");
	const open = (button: string, opened: () => Promise<void>) =>
		roundcube.register_command(`plugin.congvu-${button}`, () => void opened().catch(unloaded), true);
	open("times", () => times.load().then((part) => part.openTimes(roundcube, settings)));
	open("due", () => due.load().then((part) => part.openDue(roundcube, settings)));
	open("issued", () => issued.load().then((part) => part.openIssued(roundcube, settings)));
	open("practice", () => practice.load().then((part) => part.openPractice(roundcube, settings, rules)));
	// marks are an addition: a list without them is a list
	list.load().then(
		(part) => part.markRows(roundcube, settings),
		() => undefined,
	);
}

/** Above a message that PHP left room for the panel of. */
function showLetter(roundcube: Roundcube, settings: PageSettings): void {
	const message = roundcube.env.congvu_message;
	if (message === undefined) return;
	const part = partOf<typeof import("./roundcube_letter.ts")>(settings.parts.letter);
	part.load().then(
		({ openAuthor, openLetter }) => {
			void openAuthor(roundcube, settings, message);
			return message.message_id === "" ? undefined : openLetter(roundcube, settings, message);
		},
		() => void roundcube.display_message(settings.words.unloaded, "error"),
	);
}

/** What another page could not deliver; a window that was closed after sending left it here. */
function deliverReports(roundcube: Roundcube, settings: PageSettings): void {
	const part = partOf<typeof import("./roundcube_reports.ts")>(settings.parts.reports);
	const deliver = () => {
		if (!waitingReports(storageOf(window), settings.login)) return;
		part.load().then(
			({ deliver }) => deliver(roundcube, settings),
			() => undefined, // they wait on
		);
	};
	window.addEventListener("storage", deliver);
	deliver();
}

const roundcube = roundcubeOf(window);
roundcube?.addEventListener("init", () => {
	const settings = roundcube.env.congvu;
	if (roundcube.task !== "mail" || settings === undefined) return;
	const { action } = roundcube.env;
	showWork(document, knownWork(storageOf(window), settings.login));
	if (action === "compose") guardLetter(roundcube, settings);
	else if (action === "show" || action === "preview") showLetter(roundcube, settings);
	else serveList(roundcube, settings);
	deliverReports(roundcube, settings);
});
