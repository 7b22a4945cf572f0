// For tests: a guard at work over a fake letter, with the real rules, ledger, book, herald and panel between.

import {
	CheckRecipientsOperation,
	ClearancesOperation,
	DeclareOperation,
	MeOperation,
	ResolveRecipientsOperation,
} from "../../api/generated.ts";
import {
	type Bundle,
	bundleForAgency,
	Engine,
	type Finding,
	openBundle,
	type VerdictReport,
} from "../../core/index.ts";
import vietnamese from "../../locales/vi.json";
import type { LooksAt } from "../../scan/scanner.ts";
import { Clearances } from "../compose/clearances.ts";
import { ComposeGuard } from "../compose/compose_guard.ts";
import { ComposePage } from "../compose/compose_page.ts";
import { Declarations } from "../compose/declarations.ts";
import { DispatchList } from "../compose/dispatch_list.ts";
import { Herald } from "../compose/herald.ts";
import { LetterFiles } from "../compose/letter_files.ts";
import { LetterText } from "../compose/letter_text.ts";
import { CongvuPanel } from "../compose/panel.ts";
import { RecipientBook } from "../compose/recipient_book.ts";
import { RecipientChoices } from "../compose/recipient_choices.ts";
import { RuleGate } from "../compose/rule_gate.ts";
import { Connection } from "../connection.ts";
import { textsIn } from "../texts.ts";
import { FakeBackend, FakeDraft, FakeSurface } from "./fake_letter.ts";
import { finding, signedBundle, TRUSTED } from "./findings.ts";
import { entryLike } from "./recipients.ts";

export const VAN = { id: "1", name: "Nguyễn Thị Vân", post: "Văn thư" };
export const THU = { id: "2", name: "Trần Văn Thư", post: "Văn thư" };

export interface Desk {
	readonly draft: FakeDraft;
	readonly backend: FakeBackend;
	readonly surface: FakeSurface;
	readonly panel: CongvuPanel;
	readonly guard: ComposeGuard;
	readonly reported: VerdictReport[];
	readonly opened: string[];
	/** What the scanner finds, by the file's name or, for attached ones, its content. */
	readonly found: Map<string, Finding | Promise<Finding>>;
	/** Of such a file the scanner says that it looks at this page of so many. */
	readonly pages: Map<string, readonly [page: number, pages: number]>;
	/** Whether the part that judges can be loaded. */
	readonly rules: { isLoaded: boolean };
	/** What of the page cannot be looked after. */
	readonly unseen: string[];
	/** What the webmail serves; null for no bundle. */
	served: string | null;
}

/** A backend that knows the province's people. */
export function knowingBackend(people = [VAN, THU]): FakeBackend {
	return new FakeBackend()
		.answers(MeOperation, () => ({
			me: { login: "sokhcn@thainguyen.gov.vn", roles: [], agency: null, headOf: [], mailboxes: [], people },
		}))
		.answers(CheckRecipientsOperation, ({ addresses }) => ({
			checkRecipients: [addresses].flat().map((address) => ({
				address,
				ring: ringOf(address),
				agencyName: null,
				officialInstead: address.startsWith("hoaian")
					? { name: "Nguyễn Hoài An", address: "an.nguyen@thainguyen.gov.vn" }
					: null,
				lookalike: null,
				sameName: null,
			})),
		}))
		.answers(ResolveRecipientsOperation, ({ entries }) => ({
			resolveRecipients: [entries].flat().map((text) => entryLike(text, [], { internal: text.startsWith("Lưu") })),
		}))
		.answers(ClearancesOperation, () => ({ clearances: [] }))
		.answers(DeclareOperation, () => ({
			declare: { __typename: "Declared" as const, id: "1", expiresAt: "2999-01-01T00:00:00Z" },
		}));
}

function ringOf(address: string): "PROVINCE" | "OFFICIAL" | "OTHER" {
	if (address.endsWith("@thainguyen.gov.vn")) return "PROVINCE";
	return address.endsWith("@moet.gov.vn") ? "OFFICIAL" : "OTHER";
}

export function letterDesk(
	backend: FakeBackend = knowingBackend(),
	served: string | null = signedBundle(),
	rules: Desk["rules"] = { isLoaded: true },
): Desk {
	document.body.replaceChildren();
	const draft = new FakeDraft();
	const surface = new FakeSurface();
	const reported: VerdictReport[] = [];
	const opened: string[] = [];
	const found: Desk["found"] = new Map();
	const pages: Desk["pages"] = new Map();
	const unseen: string[] = [];
	const desk = {
		unseen,
		draft,
		backend,
		surface,
		reported,
		opened,
		found,
		pages,
		rules,
		served,
		panel: new CongvuPanel(),
	};
	const judge = async (file: File, looksAt: LooksAt) => {
		const page = pages.get(file.name);
		if (page !== undefined) looksAt(...page);
		return found.get(file.name) ?? finding({ file: file.name });
	};
	const server = { bundle: async () => desk.served, token: async () => "jwt", refused: null };
	const scanner = { load: () => undefined, start: () => undefined, judge };
	const means = { openBundle, bundleForAgency, engineOf: (bundle: Bundle) => new Engine(bundle), scanner };
	const gate = new RuleGate(server, [TRUSTED], async () => {
		if (!rules.isLoaded) throw new TypeError("Failed to fetch dynamically imported module");
		return means;
	});
	const connection = new Connection(backend, () => guard.settle());
	const clearances = new Clearances(connection);
	const files = new LetterFiles(
		async (file, looksAt) => {
			const finding = await gate.judgeFile(file, looksAt);
			return finding === null ? null : clearances.apply(finding);
		},
		() => guard.refresh(),
		(refused) => void guard.reload(true).then(() => draft.attach(refused)),
	);
	const parts = {
		...desk,
		gate,
		files,
		connection,
		texts: textsIn("vi", vietnamese),
		clearances,
		backendUrl: "https://congvu.example",
		openPage: (link: string) => void opened.push(link),
		text: new LetterText(draft, gate),
		book: new RecipientBook(connection, () => gate.bundle),
		dispatch: new DispatchList(connection),
		choices: new RecipientChoices(connection),
		declarations: new Declarations(connection, localStorage, "sokhcn@thainguyen.gov.vn"),
		report: (reports: readonly VerdictReport[]) => void reported.push(...reports),
		unseen: () => desk.unseen,
		unloaded: () => surface.announce("not loaded"),
	};
	const herald = new Herald(parts, "Đang kiểm tra", async (served) => {
		const page = new ComposePage(parts);
		page.serve(served);
		document.body.replaceChildren(desk.panel.element);
		return page;
	});
	const guard = new ComposeGuard(parts, herald);
	herald.serve(guard);
	guard.start();
	void guard.learnRules().catch(() => undefined); // said
	return Object.assign(desk, { guard });
}
