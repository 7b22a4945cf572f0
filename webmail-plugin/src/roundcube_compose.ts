// The compose page: the draft's guard, its panel, and what both stand on.

import type { Backend } from "./api/backend.ts";
import { MeOperation } from "./api/generated.ts";
import type { ReportQueue } from "./api/report_queue.ts";
import type { TrustedKey } from "./core/index.ts";
import { RoundcubeDraft } from "./hosts/roundcube/draft.ts";
import type { PageSettings, Roundcube } from "./hosts/roundcube/rcmail.ts";
import { find, SELECTORS } from "./hosts/roundcube/selectors.ts";
import type { RoundcubeServer } from "./hosts/roundcube/server.ts";
import type { RoundcubeSurface } from "./hosts/roundcube/surface.ts";
import { Scanner } from "./scan/scanner.ts";
import { Clearances } from "./ui/compose/clearances.ts";
import { ComposeGuard } from "./ui/compose/compose_guard.ts";
import { ComposePage } from "./ui/compose/compose_page.ts";
import { Declarations } from "./ui/compose/declarations.ts";
import { DispatchList } from "./ui/compose/dispatch_list.ts";
import { LetterFiles } from "./ui/compose/letter_files.ts";
import { LetterText } from "./ui/compose/letter_text.ts";
import { ownAgency } from "./ui/compose/own_agency.ts";
import { CongvuPanel } from "./ui/compose/panel.ts";
import { RecipientBook } from "./ui/compose/recipient_book.ts";
import { RuleGate } from "./ui/compose/rule_gate.ts";
import { Connection } from "./ui/connection.ts";
import type { Texts } from "./ui/texts.ts";

interface Compose {
	readonly roundcube: Roundcube;
	readonly server: RoundcubeServer;
	readonly surface: RoundcubeSurface;
	readonly texts: Texts;
	readonly backend: Backend;
	readonly reports: ReportQueue;
	readonly storage: Storage;
	readonly trusted: readonly TrustedKey[];
	readonly settings: PageSettings;
}

const REFRESH_MILLISECONDS = 60_000;

export function guardCompose(compose: Compose): void {
	const { roundcube, server, surface, texts, backend, reports, storage, trusted, settings } = compose;
	const scanner = new Scanner(new URL(settings.scanner, document.baseURI));
	const gate = new RuleGate(server, trusted, scanner, () => ownAgency(backend, storage, settings.login));
	const connection = new Connection(backend, () => guard.settle());
	const clearances = new Clearances(connection);
	const draft = new RoundcubeDraft(roundcube, document, {
		bundleVersion: () => gate.bundle?.version ?? "",
		drawnName: texts("panel.drawn"),
		signal: new AbortController().signal, // the page's own life: nothing takes the guard down
	});
	const files = new LetterFiles(
		async (file, looksAt) => {
			const finding = await gate.judgeFile(file, looksAt);
			return finding === null ? null : clearances.apply(finding);
		},
		() => guard.refresh(),
		(refused) => void guard.reload(true).then(() => draft.attach(refused)),
	);
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
		book: new RecipientBook(connection, () => gate.bundle),
		dispatch: new DispatchList(connection),
		declarations: new Declarations(connection, storage, settings.login),
		report: (found: Parameters<ReportQueue["add"]>[0]) => {
			reports.add(found);
			void reports.flush().catch(() => undefined); // kept until the backend is back
		},
	};
	const page = new ComposePage(parts);
	const guard = new ComposeGuard(parts, page);
	page.serve(guard);
	guard.start();
	find(document, SELECTORS.panel).replaceChildren(parts.panel);
	setInterval(() => {
		// new rules, reports that wait, a backend that came back
		void guard.reload(false);
		if (connection.problem !== null) void connection.ask(MeOperation, {}).catch(() => undefined);
		void reports.flush().catch(() => undefined);
	}, REFRESH_MILLISECONDS);
}
