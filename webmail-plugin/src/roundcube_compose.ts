// The part of the compose page that decides: the draft's guard and what it stands on. What it judges by, and the panel
// that speaks for it, are parts of their own.

import { fetchCandidate } from "./api/candidate.ts";
import { MeOperation } from "./api/generated.ts";
import { ReportQueue } from "./api/report_queue.ts";
import { ShadowTally } from "./api/shadow_tally.ts";
import { type ShadowCount, type TrustedKey, verdictReport } from "./core/index.ts";
import type { RoundcubeDraft } from "./hosts/roundcube/draft.ts";
import type { PageSettings, Roundcube } from "./hosts/roundcube/rcmail.ts";
import { RoundcubeServer } from "./hosts/roundcube/server.ts";
import { storageOf } from "./hosts/roundcube/storage.ts";
import { RoundcubeSurface } from "./hosts/roundcube/surface.ts";
import type { Part } from "./part.ts";
import { backendOf } from "./roundcube_backend.ts";
import { Clearances } from "./ui/compose/clearances.ts";
import { ComposeGuard } from "./ui/compose/compose_guard.ts";
import { Declarations } from "./ui/compose/declarations.ts";
import { DispatchList } from "./ui/compose/dispatch_list.ts";
import { Herald } from "./ui/compose/herald.ts";
import { type Judge, LetterFiles } from "./ui/compose/letter_files.ts";
import { LetterText } from "./ui/compose/letter_text.ts";
import { ownAgency } from "./ui/compose/own_agency.ts";
import { RecipientBook } from "./ui/compose/recipient_book.ts";
import { RuleGate, type RuleMeans } from "./ui/compose/rule_gate.ts";
import { ShadowGate } from "./ui/compose/shadow_gate.ts";
import { Connection } from "./ui/connection.ts";
import { showWork } from "./ui/issuance/known_work.ts";
import { learnWork } from "./ui/issuance/work.ts";

/** The gate of one letter, at its posts. */
export interface ComposeGate {
	/** Of the bundle in force; "" while there is none. */
	bundleVersion(): string;
	/** Resolves when the first bundle is there, or known to be missing. */
	learnRules(): Promise<void>;
	/** Open "Phát hành". */
	issue(): Promise<void>;
}

/** What the gate is completed by when it is needed. */
export interface FurtherParts {
	readonly rules: Part<typeof import("./roundcube_rules.ts")>;
	readonly panel: Part<typeof import("./roundcube_panel.ts")>;
	readonly issue: Part<typeof import("./roundcube_issue.ts")>;
}

const REFRESH_MILLISECONDS = 60_000;

export function guardCompose(
	roundcube: Roundcube,
	draft: RoundcubeDraft,
	settings: PageSettings,
	further: FurtherParts,
): ComposeGate {
	const server = new RoundcubeServer(roundcube);
	const surface = new RoundcubeSurface(roundcube);
	const backend = backendOf(settings, server);
	const storage = storageOf(window);
	const reports = new ReportQueue(storage, settings.login, backend);
	const trusted = settings.trusted_keys as readonly TrustedKey[];
	const tally = new ShadowTally(storage, settings.login, backend);
	const agency = () => ownAgency(backend, storage, settings.login);
	const proposal = () => fetchCandidate(settings.backend_url);
	const counted = (counts: readonly ShadowCount[]) => {
		tally.add(counts);
		void tally.flush().catch(() => undefined); // kept until the backend is back
	};
	const shadow = new ShadowGate(trusted, proposal, agency, counted, storage);
	const gate = new RuleGate(server, trusted, meansFrom(further, settings), agency, shadow);
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
	const parts = {
		draft,
		gate,
		files,
		connection,
		surface,
		clearances,
		backendUrl: settings.backend_url,
		openPage: (link: string) => void window.open(link, "_blank", "noopener"),
		text: new LetterText(draft, gate),
		book: new RecipientBook(connection, () => gate.bundle),
		dispatch: new DispatchList(connection),
		declarations: new Declarations(connection, storage, settings.login),
		report: (found: Parameters<ReportQueue["add"]>[0]) => {
			reports.add(found);
			void reports.flush().catch(() => undefined); // kept until the backend is back
		},
		unloaded: () => surface.announce(settings.words.missing, "error"),
	};
	const herald = new Herald(parts, settings.words.checking, async (guard) => {
		const { openPanel } = await further.panel.load();
		return openPanel(parts, guard, settings.language);
	});
	const guard = new ComposeGuard(parts, herald);
	herald.serve(guard);
	guard.start();
	setInterval(() => {
		// new rules, reports that wait, a backend that came back
		if (gate.isSettled) void guard.reload(false);
		if (connection.problem !== null) void connection.ask(MeOperation, {}).catch(() => undefined);
		void reports.flush().catch(() => undefined);
		void tally.flush().catch(() => undefined);
	}, REFRESH_MILLISECONDS);
	void learnWork(backend, storage, settings.login).then((work) => showWork(document, work));
	const issue = async () => {
		const [{ openIssue }] = await Promise.all([further.issue.load(), gate.isSettled ? undefined : guard.learnRules()]);
		await openIssue(
			{
				backend,
				draft,
				storage,
				bundle: () => gate.bundle,
				judge: (file) => judge(file, () => undefined),
				report: (finding) => parts.report([verdictReport(finding, "block", gate.bundle?.version ?? "")]),
				files: () => files.entries,
			},
			settings,
			surface,
		);
	};
	return { learnRules: () => guard.learnRules(), bundleVersion: () => gate.bundle?.version ?? "", issue };
}

function meansFrom({ rules }: FurtherParts, settings: PageSettings): () => Promise<RuleMeans> {
	let means: RuleMeans | null = null;
	return async () => {
		const { ruleMeans } = await rules.load();
		means ??= ruleMeans(settings);
		return means;
	};
}
