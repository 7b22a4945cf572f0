// The gate of one letter, put together: its guard and what that stands on, the same in every webmail. What it judges by,
// and the panel that speaks for it, come when they are needed.

import type { Asks } from "../../api/backend.ts";
import { MeOperation } from "../../api/generated.ts";
import { ReportQueue } from "../../api/report_queue.ts";
import { ShadowTally } from "../../api/shadow_tally.ts";
import type { Bundle, ShadowCount, TrustedKey, VerdictReport } from "../../core/index.ts";
import type { Draft, Surface, WebmailServer } from "../../hosts/host.ts";
import { Connection } from "../connection.ts";
import { Clearances } from "./clearances.ts";
import { ComposeGuard } from "./compose_guard.ts";
import { Declarations } from "./declarations.ts";
import { DispatchList } from "./dispatch_list.ts";
import { Herald, type PanelVoice } from "./herald.ts";
import { type Judge, LetterFiles } from "./letter_files.ts";
import { LetterText } from "./letter_text.ts";
import { ownAgency } from "./own_agency.ts";
import type { PanelParts } from "./panel_parts.ts";
import { RecipientBook } from "./recipient_book.ts";
import { RuleGate, type RuleMeans } from "./rule_gate.ts";
import { ShadowGate } from "./shadow_gate.ts";

/** What a webmail gives the gate. */
export interface GateMeans {
	readonly draft: Draft;
	readonly server: WebmailServer;
	readonly surface: Surface;
	readonly backend: Asks;
	readonly storage: Storage;
	readonly login: string;
	readonly trustedKeys: readonly TrustedKey[];
	readonly backendUrl: string;
	/** checking: what a file waits for while the panel is on its way · missing: a part cannot be had */
	readonly words: { readonly checking: string; readonly missing: string };
	/** What of the page cannot be looked after, in words; empty where all is as expected. */
	readonly unseen: () => readonly string[];
	readonly rules: () => Promise<RuleMeans>;
	/** The proposal that runs in shadow beside the rules; null when there is none. */
	readonly proposal: () => Promise<string | null>;
	/** Once a minute, while there are rules or it is known that there are none. */
	readonly refreshed: () => void;
	readonly openPanel: (parts: PanelParts, guard: ComposeGuard) => Promise<PanelVoice>;
}

export interface LetterGate {
	readonly guard: ComposeGuard;
	readonly files: LetterFiles;
	readonly judge: Judge;
	readonly report: (found: readonly VerdictReport[]) => void;
	/** The set in force; null while there is none. */
	bundle(): Bundle | null;
	/** Whether the rules are there, or known to be missing. */
	readonly isSettled: boolean;
	/** False for lines with a secrecy mark. Throws before `isSettled`. */
	mayLeave(lines: readonly string[]): boolean;
}

const REFRESH_MILLISECONDS = 60_000;

/** @param signal ends with the letter */
export function openGate(means: GateMeans, signal: AbortSignal): LetterGate {
	const { draft, server, surface, backend, storage, login, words } = means;
	const reports = new ReportQueue(storage, login, backend);
	const tally = new ShadowTally(storage, login, backend);
	const agency = () => ownAgency(backend, storage, login);
	const counted = (counts: readonly ShadowCount[]) => {
		tally.add(counts);
		void tally.flush().catch(() => undefined); // kept until the backend is back
	};
	const shadow = new ShadowGate(means.trustedKeys, means.proposal, agency, counted, storage);
	const gate = new RuleGate(server, means.trustedKeys, means.rules, agency, shadow);
	const connection = new Connection(backend, () => guard.settle());
	const clearances = new Clearances(connection);
	const judge: Judge = async (file, looksAt) => {
		const finding = await gate.judgeFile(file, looksAt);
		return finding === null ? null : clearances.apply(finding);
	};
	const files = new LetterFiles(
		judge,
		() => guard.refresh(),
		(refused) => void guard.reload(true).then(() => draft.attach(refused)),
	);
	const report = (found: readonly VerdictReport[]) => {
		reports.add(found);
		void reports.flush().catch(() => undefined); // kept until the backend is back
	};
	const parts: PanelParts = {
		draft,
		gate,
		files,
		connection,
		surface,
		clearances,
		report,
		backendUrl: means.backendUrl,
		openPage: (link: string) => void window.open(link, "_blank", "noopener"),
		text: new LetterText(draft, gate),
		book: new RecipientBook(connection, () => gate.bundle),
		dispatch: new DispatchList(connection),
		declarations: new Declarations(connection, storage, login),
		unloaded: () => surface.announce(words.missing, "error"),
		unseen: means.unseen,
	};
	const herald = new Herald(parts, words.checking, (guard) => means.openPanel(parts, guard));
	const guard = new ComposeGuard(parts, herald);
	herald.serve(guard);
	guard.start();
	const refreshing = setInterval(() => {
		// new rules, reports that wait, a backend that came back
		if (gate.isSettled) {
			void guard.reload(false);
			means.refreshed();
		}
		if (connection.problem !== null) void connection.ask(MeOperation, {}).catch(() => undefined);
		void reports.flush().catch(() => undefined);
		void tally.flush().catch(() => undefined);
	}, REFRESH_MILLISECONDS);
	signal.addEventListener("abort", () => clearInterval(refreshing), { once: true });
	return {
		guard,
		files,
		judge,
		report,
		bundle: () => gate.bundle,
		get isSettled() {
			return gate.isSettled;
		},
		mayLeave: (lines) => gate.judgeText(lines, "body.text")?.secrecy !== "marked",
	};
}
