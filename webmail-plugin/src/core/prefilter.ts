// Which phrases may stand on a page, for all rules at once: one pass over the text, however many rules there are
// (Aho and Corasick, 1975). The page is read without its spaces and in any case, so that a phrase, a spaced-out line and
// a phrase broken over two lines are all seen; what is seen is then looked at closely by the matcher that wants it.
// Twin of backend/classification/prefilter.py.

const SPACE = 0xffff; // class of the unit that is passed over
const FINAL_SIGMA = "\u03c2"; // what a capital sigma becomes at the end of a word
const SIGMA = "\u03c3";
const DOT_ABOVE = "\u0307"; // left over when the Turkish capital I is made small

/** Literals of which one stands on some page of whatever matches; null where something may match without any. */
export type Needs = ReadonlySet<string> | null;

/** Phrases as the prefilter looks for them: without spaces, in lower case. Null where one of them cannot be looked for
 *  so: nothing but spaces, or letters whose case takes more than one UTF-16 unit. */
export function needsOf(phrases: Iterable<string>): Needs {
	const literals = new Set<string>();
	for (const phrase of phrases) {
		const characters = Array.from(phrase.replaceAll(" ", "").toLowerCase().replaceAll(FINAL_SIGMA, SIGMA));
		if (characters.length === 0) return null;
		if (characters.some((one) => one.length > 1 || one === DOT_ABOVE)) return null;
		literals.add(characters.join(""));
	}
	return literals;
}

/** An automaton over all literals of a rule set. */
export class Prefilter {
	readonly #literals: readonly string[];
	readonly #classes = new Uint16Array(0x10000); // of each UTF-16 unit; 0: in no literal
	readonly #width: number;
	readonly #next: Int32Array; // state × class → state
	readonly #ending: Int32Array; // state → literal that ends there, -1
	readonly #shorter: Int32Array; // state → nearest state in which a shorter literal ends too, 0
	readonly #seen: Uint8Array;

	constructor(literals: Iterable<string>) {
		this.#literals = [...new Set(literals)].sort();
		this.#width = this.#classify();
		const states = this.#literals.reduce((sum, literal) => sum + literal.length, 1);
		this.#next = new Int32Array(states * this.#width);
		this.#ending = new Int32Array(states).fill(-1);
		this.#shorter = new Int32Array(states);
		this.#seen = new Uint8Array(states);
		this.#link(this.#plant());
	}

	/** The literals that may stand on a page of these normalised lines. */
	present(lines: readonly string[]): ReadonlySet<string> {
		const [next, classes, ending, shorter, seen, width] = [
			this.#next,
			this.#classes,
			this.#ending,
			this.#shorter,
			this.#seen,
			this.#width,
		];
		const reached: number[] = [];
		let state = 0;
		for (const line of lines) {
			for (let index = 0; index < line.length; index++) {
				const kind = classes[line.charCodeAt(index)] as number;
				if (kind === SPACE) continue;
				state = next[state * width + kind] as number;
				if (seen[state] !== 0) continue;
				seen[state] = 1;
				reached.push(state);
			}
		}
		const found = new Set<string>();
		for (const one of reached) {
			seen[one] = 0;
			for (let at = one; at !== 0; at = shorter[at] as number) {
				const literal = ending[at] as number;
				if (literal >= 0) found.add(this.#literals[literal] as string);
			}
		}
		return found;
	}

	/** Number the units of the literals from 1, a capital like its small letter; how many classes there are. */
	#classify(): number {
		const classes = this.#classes;
		let width = 1;
		for (const literal of this.#literals) {
			for (let index = 0; index < literal.length; index++) {
				const unit = literal.charCodeAt(index);
				if (classes[unit] === 0) classes[unit] = width++;
			}
		}
		for (const [unit, small] of smallUnits().entries()) {
			if (classes[unit] === 0) classes[unit] = classes[small] as number;
		}
		classes[0x20] = SPACE;
		return width;
	}

	/** Every literal as a path from state 0; the states, those nearer to it first. */
	#plant(): readonly { state: number; parent: number; kind: number }[] {
		const planted: { state: number; parent: number; kind: number; depth: number }[] = [];
		for (const [number, literal] of this.#literals.entries()) {
			let state = 0;
			for (let depth = 0; depth < literal.length; depth++) {
				const kind = this.#classes[literal.charCodeAt(depth)] as number;
				const parent = state;
				state = this.#next[parent * this.#width + kind] as number;
				if (state !== 0) continue;
				state = planted.length + 1;
				this.#next[parent * this.#width + kind] = state;
				planted.push({ state, parent, kind, depth });
			}
			this.#ending[state] = number;
		}
		return planted.sort((a, b) => a.depth - b.depth);
	}

	/** Give every state a way on for every class: that of the longest end of it which begins a literal. */
	#link(states: readonly { state: number; parent: number; kind: number }[]): void {
		const [next, width] = [this.#next, this.#width];
		const fallback = new Int32Array(this.#ending.length);
		for (const { state, parent, kind } of states) {
			const back = parent === 0 ? 0 : (next[(fallback[parent] as number) * width + kind] as number);
			fallback[state] = back;
			this.#shorter[state] = (this.#ending[back] as number) >= 0 ? back : (this.#shorter[back] as number);
			for (let other = 0; other < width; other++) {
				if (next[state * width + other] === 0) next[state * width + other] = next[back * width + other] as number;
			}
		}
	}
}

let known: Uint16Array | null = null;

/** Every UTF-16 unit → its small letter, where that is one unit. */
function smallUnits(): Uint16Array {
	if (known !== null) return known;
	known = Uint16Array.from({ length: 0x10000 }, (_, unit) => {
		const small = String.fromCharCode(unit).toLowerCase();
		return small.length === 1 ? small.replace(FINAL_SIGMA, SIGMA).charCodeAt(0) : unit;
	});
	return known;
}
