// The browser's half of benchmarks/rules_engine.py: one JSON task on standard input, medians in seconds on standard
// output. Every round gets pages nobody has looked at yet, and what is compared takes turns.

import { readFileSync } from "node:fs";
import { compileMatch } from "../webmail-plugin/src/core/compile.ts";
import { KindTable, NO_FORM, readForm } from "../webmail-plugin/src/core/form.ts";
import { Subject } from "../webmail-plugin/src/core/matchers.ts";
import { PageText } from "../webmail-plugin/src/core/page_text.ts";
import type { DocumentKind, Rule } from "../webmail-plugin/src/core/rule.ts";
import { RuleSet } from "../webmail-plugin/src/core/rule_set.ts";

interface Task {
	readonly rounds: number;
	readonly pages: readonly { readonly number: number; readonly lines: readonly string[] }[];
	readonly rules: readonly Rule[];
	readonly fifty: readonly Rule[];
	readonly five_hundred: readonly Rule[];
	readonly phrases: readonly string[];
	readonly kinds: readonly DocumentKind[];
}

const task = JSON.parse(readFileSync(0, "utf-8")) as Task;
const twice = [...task.pages, ...task.pages];
const read = (pages: Task["pages"]) => pages.map((page) => new PageText(page));
const flows = read(task.pages).map((page) => page.in(false).flow.text);
const expressions = task.phrases.map((phrase) => new RegExp(phrase.replace(/[.*+?^${}()|[\]\\/]/gu, "\\$&"), "gu"));
const kinds = new KindTable(task.kinds);

/** Something to time; what it needs is made before the clock starts. */
type Work = () => () => unknown;

function matching(rules: readonly Rule[], pages: Task["pages"]): Work {
	const ruleSet = new RuleSet(rules);
	return () => {
		const subject = new Subject(read(pages), NO_FORM, "2026-03-01");
		return () => ruleSet.matches(subject, "attachment.text");
	};
}

function oneByOne(rules: readonly Rule[]): Work {
	const matchers = rules.map((rule) => compileMatch(rule.match));
	return () => {
		const subject = new Subject(read(task.pages), NO_FORM, "2026-03-01");
		return () => matchers.map((matcher) => matcher.find(subject));
	};
}

const WORKS: Record<string, Work> = {
	normalise: () => () => read(task.pages),
	"normalise peer": () => () =>
		task.pages.map(({ lines }) => lines.map((line) => line.normalize("NFC").replace(/\s+/gu, " ").trim())),
	form: () => () => readForm(task.pages, kinds),
	match: matching(task.rules, task.pages),
	"match twice the text": matching(task.rules, twice),
	"match 50": matching(task.fifty, task.pages),
	"match 500": matching(task.five_hundred, task.pages),
	"match peer": () => () => expressions.map((expression) => flows.map((flow) => [...flow.matchAll(expression)].length)),
	"match 500 one by one": oneByOne(task.five_hundred),
};

const seconds = new Map(Object.keys(WORKS).map((name): [string, number[]] => [name, []]));
for (let round = -2; round < task.rounds; round++) {
	const works = Object.entries(WORKS);
	for (const [name, prepare] of round % 2 === 0 ? works : works.reverse()) {
		const work = prepare();
		const started = performance.now();
		work();
		if (round >= 0) seconds.get(name)?.push((performance.now() - started) / 1000);
	}
}
const medians = [...seconds].map(([name, all]) => [name, all.sort((a, b) => a - b)[all.length >> 1]]);
process.stdout.write(JSON.stringify(Object.fromEntries(medians)));
