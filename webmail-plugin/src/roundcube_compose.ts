// The part of the compose page that judges: the draft's guard, its panel, and what both stand on.

import { MeOperation } from "./api/generated.ts";
import { ReportQueue } from "./api/report_queue.ts";
import { type TrustedKey, verdictReport } from "./core/index.ts";
import type { RoundcubeDraft } from "./hosts/roundcube/draft.ts";
import type { PageSettings, Roundcube } from "./hosts/roundcube/rcmail.ts";
import { find, SELECTORS } from "./hosts/roundcube/selectors.ts";
import { RoundcubeServer } from "./hosts/roundcube/server.ts";
import { sessionStorageOf, storageOf } from "./hosts/roundcube/storage.ts";
import { RoundcubeSurface } from "./hosts/roundcube/surface.ts";
import { backendOf } from "./roundcube_backend.ts";
import { Scanner } from "./scan/scanner.ts";
import { Clearances } from "./ui/compose/clearances.ts";
import { ComposeGuard } from "./ui/compose/compose_guard.ts";
import { ComposePage } from "./ui/compose/compose_page.ts";
import { Declarations } from "./ui/compose/declarations.ts";
import { DispatchList } from "./ui/compose/dispatch_list.ts";
import { type Judge, LetterFiles } from "./ui/compose/letter_files.ts";
import { LetterText } from "./ui/compose/letter_text.ts";
import { ownAgency } from "./ui/compose/own_agency.ts";
import { CongvuPanel } from "./ui/compose/panel.ts";
import { RecipientBook } from "./ui/compose/recipient_book.ts";
import { RecipientChoices } from "./ui/compose/recipient_choices.ts";
import { RecipientDoubts } from "./ui/compose/recipient_doubts.ts";
import { RuleGate } from "./ui/compose/rule_gate.ts";
import { Connection } from "./ui/connection.ts";
import { showWork } from "./ui/issuance/known_work.ts";
import { learnWork } from "./ui/issuance/work.ts";
import { ActingPerson } from "./ui/letter/acting_person.ts";
import { loadTexts } from "./ui/texts.ts";

/** The gate of one letter, at its posts. */
export interface ComposeGate {
	/** Of the bundle in force; "" while there is none. */
	bundleVersion(): string;
	/** Settles when the first bundle is there, or known to be missing. */
	readonly rules: Promise<void>;
	/** Open "Phát hành". */
	issue(): Promise<void>;
}

const REFRESH_MILLISECONDS = 60_000;

export async function guardCompose(
	roundcube: Roundcube,
	draft: RoundcubeDraft,
	settings: PageSettings,
): Promise<ComposeGate> {
	const texts = await loadTexts(settings.language);
	const server = new RoundcubeServer(roundcube);
	const surface = new RoundcubeSurface(roundcube);
	const backend = backendOf(settings, server);
	const storage = storageOf(window);
	const reports = new ReportQueue(storage, settings.login, backend);
	const trusted = settings.trusted_keys as readonly TrustedKey[];
	const scanner = new Scanner(new URL(settings.parts.scanner, document.baseURI));
	const gate = new RuleGate(server, trusted, scanner, () => ownAgency(backend, storage, settings.login));
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
	const book = new RecipientBook(connection, () => gate.bundle);
	const dispatch = new DispatchList(connection);
	const parts = {
		draft,
		gate,
		files,
		connection,
		surface,
		texts,
		clearances,
		backendUrl: settings.backend_url,
		panel: new CongvuPanel(),
		openPage: (link: string) => void window.open(link, "_blank", "noopener"),
		text: new LetterText(draft, gate),
		book,
		dispatch,
		doubts: new RecipientDoubts({ draft, book, dispatch, texts, settled: () => guard.settle() }),
		choices: new RecipientChoices(connection),
		declarations: new Declarations(connection, storage, settings.login),
		report: (found: Parameters<ReportQueue["add"]>[0]) => {
			reports.add(found);
			void reports.flush().catch(() => undefined); // kept until the backend is back
		},
	};
	const page = new ComposePage(parts);
	const guard = new ComposeGuard(parts, page);
	page.serve(guard);
	const rules = guard.start();
	find(document, SELECTORS.panel).replaceChildren(parts.panel);
	setInterval(() => {
		// new rules, reports that wait, a backend that came back
		void guard.reload(false);
		if (connection.problem !== null) void connection.ask(MeOperation, {}).catch(() => undefined);
		void reports.flush().catch(() => undefined);
	}, REFRESH_MILLISECONDS);
	void learnWork(backend, storage, settings.login).then((work) => showWork(document, work));
	const issue = async () => {
		const { openIssueDialog } = await import("./ui/issuance/issue_dialog.ts");
		openIssueDialog(
			{
				backend,
				texts,
				draft,
				storage,
				person: new ActingPerson(sessionStorageOf(window), settings.login),
				bundle: () => gate.bundle,
				judge: (file) => judge(file, () => undefined),
				report: (finding) => parts.report([verdictReport(finding, "block", gate.bundle?.version ?? "")]),
				files: () => files.entries,
			},
			surface,
		);
	};
	return { rules, bundleVersion: () => gate.bundle?.version ?? "", issue };
}
