// The dashboard's script (ADR 20): pictures that can be pointed at, the letters behind a number, news while one looks.
// The page it finds is whole without it, and whatever fails leaves that page as it is.

import { Backend } from "../../../../webmail-plugin/src/api/backend.ts";
import { DashboardFiguresOperation, LetterNewsOperation } from "../../../../webmail-plugin/src/api/generated.ts";
import { Live } from "../../../../webmail-plugin/src/api/live.ts";
import { problemOf } from "../../../../webmail-plugin/src/api/problems.ts";
import { type Asked, askedOf, drilling } from "./asked.ts";
import type { Figures } from "./charts/trend.ts";
import { holdAgain, holdOf } from "./hold.ts";
import { Letters } from "./letters/letters.ts";
import { linkNumbers } from "./links.ts";
import { addressOf, pageAt, takeOver } from "./page.ts";
import { PageSession } from "./page_session.ts";
import { drawAll } from "./pictures.ts";
import { Waiting } from "./waiting.ts";
import { textsIn } from "./words.ts";

const HERE = () => new URL(location.href);

class Dashboard {
	readonly #backend: Backend;
	readonly #session: PageSession;
	readonly #news = document.createElement("p");
	readonly #waiting = new Waiting(fetch.bind(window));
	readonly #letters = new Letters();
	#asked: Asked;
	#following = new AbortController();
	#shown = figuresOf(HERE());
	#turn = 0;
	#hasFailed = false;

	constructor(asked: Asked) {
		this.#asked = asked;
		const formKey = document.querySelector<HTMLInputElement>("input[name=form_key]")?.value ?? "";
		this.#session = new PageSession(asked.path, formKey, this.#waiting.fetch);
		this.#backend = new Backend("", this.#session, this.#waiting.fetch);
		this.#news.className = "news";
		this.#news.setAttribute("role", "status");
		document.querySelector("[data-region]")?.before(this.#waiting.place, this.#news);
		document.querySelector("[data-letters]")?.append(this.#letters);
	}

	get #texts() {
		return textsIn(this.#asked.language);
	}

	begin(): void {
		document.addEventListener("submit", (event) => this.#choose(event));
		document.addEventListener("click", (event) => this.#follow(event));
		window.addEventListener("popstate", () => void this.#show(HERE(), false));
		void this.#draw(Promise.resolve(null), this.#shown, false).then(() => this.#showLetters());
		this.#listen();
	}

	#choose(event: SubmitEvent): void {
		const form = event.target;
		if (!(form instanceof HTMLFormElement) || !form.matches(".filters")) return;
		event.preventDefault();
		this.#go(addressOf(form, HERE()));
	}

	#follow(event: MouseEvent): void {
		const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[data-turns]") : null;
		if (link === null || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
		event.preventDefault();
		this.#go(new URL(link.href));
	}

	#go(url: URL): void {
		history.pushState(null, "", url);
		void this.#show(url, false);
	}

	/** The page at an address in the place of this one; the old one stays until all of the new one is there. */
	async #show(url: URL, isUnattended: boolean): Promise<void> {
		if (!isUnattended && figuresOf(url) === this.#shown) return this.#showLetters(); // the same figures
		const page = pageAt(url, isUnattended).catch((error: unknown) => {
			if (isUnattended) throw error;
			location.assign(url); // the browser says best what is wrong
			return null;
		});
		await this.#draw(page, figuresOf(url), isUnattended);
		if (!isUnattended) await this.#showLetters();
	}

	/** @param shown which figures these are, by the address */
	async #draw(page: Promise<Document | null>, shown: string, isUnattended: boolean): Promise<void> {
		this.#turn++;
		const turn = this.#turn;
		document.querySelector("main")?.setAttribute("aria-busy", "true");
		try {
			const fresh = await page;
			const asked = fresh === null ? this.#asked : askedOf(fresh);
			if (asked === null) return location.reload(); // somebody is to sign in
			const figures = await this.#figures(asked);
			if (turn !== this.#turn) return;
			const held = isUnattended ? holdOf(document) : null;
			if (fresh !== null) takeOver(document, fresh);
			this.#shown = shown;
			this.#take(asked);
			if (figures !== null) await drawAll(document, this.#texts, figures, held);
			if (held !== null) holdAgain(document, held);
		} catch (error) {
			this.#fail(error);
		} finally {
			if (turn === this.#turn) document.querySelector("main")?.removeAttribute("aria-busy");
		}
	}

	/** null: they cannot be had now, and the page says so; the server's own drawings stand there then. */
	async #figures(asked: Asked): Promise<Figures | null> {
		try {
			const asking = this.#backend.ask(DashboardFiguresOperation, asked.figures);
			const { dashboardFigures: found } = await this.#waiting.during(this.#texts, asking);
			if (this.#hasFailed) this.#say("");
			return found.__typename === "DashboardFigures" ? found : null;
		} catch (error) {
			this.#fail(error);
			return null;
		}
	}

	#take(asked: Asked): void {
		const hasMoved = asked.figures.agency !== this.#asked.figures.agency;
		this.#asked = asked;
		if (asked.showsLetters) linkNumbers(document, this.#texts, HERE());
		if (hasMoved) this.#listen();
	}

	async #showLetters(): Promise<void> {
		this.#letters.texts = this.#texts;
		await this.#letters.show(this.#backend, this.#asked, HERE());
	}

	#fail(error: unknown): void {
		this.#say(this.#texts(problemOf(error).kind === "refused" ? "problem.refused" : "problem.away"));
		this.#hasFailed = true;
	}

	/** Of the agency shown, for whoever sees its letters. */
	#listen(): void {
		this.#following.abort();
		this.#following = new AbortController();
		if (!this.#asked.hearsNews) return;
		const { agency } = this.#asked.figures;
		const refresh = async (key: "news.some" | "news.overdue" | null) => {
			if (key === null && document.hidden) return;
			await this.#show(HERE(), true);
			if (key !== null && !this.#hasFailed) this.#say(this.#texts(key, { time: clockNow() }));
		};
		new Live(location.origin, this.#session).follow(
			LetterNewsOperation,
			{ agency },
			{
				told: ({ letterNews }) => void refresh(letterNews.new.length > 0 ? "news.some" : "news.overdue"),
				ask: () => void refresh(null),
			},
			this.#following.signal,
		);
	}

	#say(words: string): void {
		this.#hasFailed = false;
		this.#news.textContent = words;
	}
}

/** What of an address chooses figures. */
function figuresOf(url: URL): string {
	return drilling(url, null).search;
}

/** In Vietnam. */
function clockNow(): string {
	const pieces = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: "Asia/Ho_Chi_Minh" } as const;
	return new Intl.DateTimeFormat("en-GB", pieces).format(new Date());
}

const asked = askedOf(document);
if (asked !== null) new Dashboard(asked).begin();
