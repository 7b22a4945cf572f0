// The letters behind a number, and one letter's clock as the backend explains it. What is shown is what the address asks
// for, so that the browser's way back is the way back.

import { html, LitElement, nothing, type TemplateResult } from "lit";
import type { Asks } from "../../../../../webmail-plugin/src/api/backend.ts";
import {
	FigureLettersOperation,
	type FigureLettersQuery,
	LetterClockOperation,
	type LetterClockQuery,
} from "../../../../../webmail-plugin/src/api/generated.ts";
import { momentText, spanText } from "../../../../../webmail-plugin/src/ui/texts.ts";
import { type Asked, daysOf, drilledOf, drilling } from "../asked.ts";
import { durationText, monthText, type Texts } from "../words.ts";

type Behind = FigureLettersQuery["figureLetters"];
type Clock = LetterClockQuery["letterClock"];
type Letter = Extract<Behind, { __typename: "FigureLetters" }>["letters"][number];

export class Letters extends LitElement {
	static override readonly properties = {
		texts: { attribute: false },
		behind: { state: true },
		clock: { state: true },
		url: { state: true },
		fails: { state: true },
	};
	declare texts: Texts;
	declare behind: Behind | null;
	declare clock: Clock | null;
	declare url: URL | null;
	declare fails: boolean;

	constructor() {
		super();
		[this.behind, this.clock, this.url, this.fails] = [null, null, null, false];
	}

	override createRenderRoot(): this {
		return this;
	}

	/** What this address asks for; nothing where it asks for no letters. */
	async show(backend: Asks, asked: Asked, url: URL): Promise<void> {
		const drilled = asked.showsLetters ? drilledOf(url) : null;
		[this.url, this.clock, this.behind, this.fails] = [drilled === null ? null : url, null, null, false];
		if (drilled === null) return;
		const { agency, senderClass } = asked.figures;
		const { part, month, matter, letter } = drilled;
		try {
			const [behind, clock] = await Promise.all([
				backend.ask(FigureLettersOperation, { agency, senderClass, matter, part, ...daysOf(asked.figures, month) }),
				letter === null ? null : backend.ask(LetterClockOperation, { letter }),
			]);
			if (this.url !== url) return; // something else was asked for meanwhile
			[this.behind, this.clock] = [behind.figureLetters, clock?.letterClock ?? null];
			await this.updateComplete;
			this.querySelector<HTMLElement>(letter === null ? "h2" : "h3")?.focus();
		} catch {
			if (this.url === url) this.fails = true;
		}
	}

	override render(): TemplateResult | typeof nothing {
		const { texts, url } = this;
		const drilled = url === null ? null : drilledOf(url);
		if (url === null || drilled === null) return nothing;
		const month = drilled.month === null ? "" : texts("letters.of_month", { month: monthText(Number(drilled.month)) });
		const matter = drilled.matter === null ? "" : texts("letters.of_matter");
		return html`<section class="card letters" aria-labelledby="letters">
			<h2 id="letters" tabindex="-1">${texts("letters.title", { part: texts(`part.${drilled.part}`) })}${month}${matter}</h2>
			${this.#clock()}
			${this.#table(url)}
			<p><a href=${drilling(url, null).href} data-turns>${texts("letters.back")}</a></p>
		</section>`;
	}

	#table(url: URL): TemplateResult {
		const { texts, behind } = this;
		if (this.fails) return html`<p role="status">${texts("problem.away")}</p>`;
		if (behind === null) return html`<p role="status">${texts("letters.loading")}</p>`;
		if (behind.__typename !== "FigureLetters") return html`<p>${texts("letters.forbidden")}</p>`;
		const { count, letters } = behind;
		if (letters.length === 0) return html`<p>${texts("letters.none")}</p>`;
		const shown = letters.length;
		return html`
			<p class="hint">${count > shown ? texts("letters.latest", { shown, count }) : texts("letters.all", { count })}</p>
			<div class="scrolled" role="region" tabindex="0" aria-label=${texts("letters.list")}><table class="listing figures words" data-table="letters">
				<thead><tr>${heads(texts).map((head) => html`<th scope="col">${head}</th>`)}<th scope="col"><span class="away">${texts("letters.clock")}</span></th></tr></thead>
				<tbody>${letters.map((letter) => this.#row(letter, url))}</tbody>
			</table></div>
			<p class="no-print"><a href=${fileOf(url, "csv")}>${texts("letters.csv")}</a> · <a href=${fileOf(url, "xlsx")}><span
				class="away">${texts("letters.list")} </span>(XLSX)</a></p>
		`;
	}

	#row(letter: Letter, url: URL): TemplateResult {
		const { texts } = this;
		const [, ...cells] = lineOf(texts, letter);
		return html`<tr data-letter=${letter.id}>
			<th scope="row" class="code">${letter.referenceCode}</th>
			${cells.map((cell, place) => html`<td><span class="narrow">${heads(texts)[place + 1]}: </span>${cell}</td>`)}
			<td><a data-turns href=${drilling(url, { ...drilledOf(url), letter: letter.id }).href}>${texts("letters.clock")}<span
				class="away">: ${letter.referenceCode}</span></a></td>
		</tr>`;
	}

	#clock(): TemplateResult | typeof nothing {
		const { texts, clock } = this;
		if (clock === null) return nothing;
		if (clock.__typename !== "LetterClock") return html`<h3 tabindex="-1">${texts("clock.gone")}</h3>`;
		const { letter, steps, howDue, howDueEn } = clock;
		return html`<div class="clock">
			<h3 tabindex="-1">${texts("clock.title", { code: letter.referenceCode })}</h3>
			<ol class="steps">${steps.map(
				({ from, to, counted, reason }) =>
					html`<li><time>${spanText(from, to)}</time>${reason} (${texts(counted ? "clock.counted" : "clock.not_counted")})</li>`,
			)}</ol>
			<p>${texts("clock.total", { time: durationText(texts, letter.workingSeconds) })}</p>
			<p>${texts("clock.due", { due: texts.language === "vi" ? howDue : howDueEn })}</p>
		</div>`;
	}
}

customElements.define("congvu-letters", Letters);

/** All of the letters, from the server. */
function fileOf(url: URL, ending: "csv" | "xlsx"): string {
	const file = new URL(url);
	file.pathname += `/thu.${ending}`;
	return file.href;
}

function heads(texts: Texts): readonly string[] {
	const keys = ["code", "received", "counted", "due", "time"] as const;
	return keys.map((key) => texts(`letters.${key}`));
}

function lineOf(
	texts: Texts,
	{ referenceCode, receivedAt, dueAt, countedAs, workingSeconds, inTime }: Letter,
): string[] {
	const due = dueAt === null ? texts("letters.no_due") : momentText(dueAt);
	const late = inTime === false ? ` (${texts("letters.late")})` : "";
	return [
		referenceCode,
		momentText(receivedAt),
		texts(`counted.${countedAs}`),
		due + late,
		durationText(texts, workingSeconds),
	];
}
