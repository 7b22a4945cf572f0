// A letter taken apart (RFC 5322, RFC 2046), line by line, as tolerantly as Python's email package takes it apart on the
// server, and noticing the same defects. Text here is "binary": a character for each byte.

import { type Headers, headerOf, readHeaders, type Structured, structured } from "./headers.ts";

export interface Entity {
	readonly headers: Headers;
	/** "multipart/mixed", in lower case. */
	readonly type: string;
	readonly parameters: ReadonlyMap<string, string>;
	/** Of a leaf; "" where there are children. */
	readonly body: string;
	readonly children: readonly Entity[];
	readonly isLeaf: boolean;
	/** Text before the first and behind the last part. */
	readonly around: readonly string[];
	/** Another program may take it apart in another way. */
	readonly isDefect: boolean;
}

const LINE = /[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+/gu;
const LINE_END = /(?:\r\n|\r|\n)$/u;
const DEEPEST = 100; // of parts inside parts
const PLAIN: ReadonlySet<string> = new Set(["", "7bit", "8bit", "binary"]);

/** @throws RangeError when parts are nested too deep. */
export function readEntity(message: string): Entity {
	return new Reader(message.match(LINE) ?? []).read("text/plain", 0);
}

/** Type and parameters of a part; what is no type counts as plain text. */
function contentType(headers: Headers, defaultType: string): Structured {
	const written = headerOf(headers, "content-type");
	if (written === null) return { value: defaultType, parameters: new Map() };
	const { value, parameters } = structured(written);
	return { value: value.split("/").length === 2 ? value : "text/plain", parameters };
}

class Reader {
	readonly #lines: readonly string[];
	/** Delimiters of the parts around: none of them is read over. */
	readonly #stops: RegExp[] = [];
	#at = 0;

	constructor(lines: readonly string[]) {
		this.#lines = lines;
	}

	/** The next line; null at the end of the part. */
	#next(): string | null {
		const line = this.#lines[this.#at];
		if (line === undefined || this.#stops.some((stop) => stop.test(line))) return null;
		this.#at += 1;
		return line;
	}

	#rest(): string {
		const lines: string[] = [];
		for (let line = this.#next(); line !== null; line = this.#next()) lines.push(line);
		return lines.join("");
	}

	read(defaultType: string, depth: number): Entity {
		if (depth > DEEPEST) throw new RangeError("parts are nested too deep");
		const { headers, isDefect } = readHeaders(
			() => this.#next(),
			() => {
				this.#at -= 1;
			},
		);
		const { value: type, parameters } = contentType(headers, defaultType);
		const part = { headers, type, parameters, body: "", children: [], isLeaf: true, around: [], isDefect };
		if (type === "message/delivery-status") return { ...part, isLeaf: false, children: this.#blocks(depth) };
		if (type.startsWith("message/")) return { ...part, isLeaf: false, children: [this.read("text/plain", depth + 1)] };
		if (!type.startsWith("multipart/")) return { ...part, body: this.#rest() };
		const boundary = parameters.get("boundary")?.trimEnd();
		return boundary === undefined
			? { ...part, body: this.#rest(), isDefect: true }
			: this.#multipart(part, boundary, depth);
	}

	/** Blocks of headers with a blank line between them. */
	#blocks(depth: number): Entity[] {
		const blocks: Entity[] = [];
		this.#stops.push(/^(?:\r\n|\r|\n)/u);
		do {
			blocks.push(this.read("text/plain", depth + 1));
		} while (this.#skipBlankLine());
		this.#stops.pop();
		return blocks;
	}

	/** Pass over the line at which a block stopped; whether another block follows. */
	#skipBlankLine(): boolean {
		const blank = this.#stops.pop();
		this.#next();
		const more = this.#next() !== null;
		if (more) this.#at -= 1;
		if (blank !== undefined) this.#stops.push(blank);
		return more;
	}

	#multipart(part: Entity, boundary: string, depth: number): Entity {
		const delimiter = delimiterOf(boundary);
		const preamble: string[] = [];
		const children: Entity[] = [];
		const inner = part.type === "multipart/digest" ? "message/rfc822" : "text/plain";
		let isDefect = part.isDefect || !PLAIN.has(transferEncoding(part.headers));
		for (let line = this.#next(); ; line = this.#next()) {
			const found = line === null ? null : delimiter.exec(line);
			if (line === null || found?.[1] !== undefined) {
				const before = withoutLineEnd(preamble.join(""));
				if (children.length === 0) return { ...part, body: preamble.join(""), isDefect: true };
				isDefect ||= line === null;
				return { ...part, isLeaf: false, children, around: [before, line === null ? "" : this.#rest()], isDefect };
			}
			if (found === null) preamble.push(line);
			else children.push(this.#child(delimiter, inner, depth));
		}
	}

	#child(delimiter: RegExp, defaultType: string, depth: number): Entity {
		for (let line = this.#next(); line !== null; line = this.#next()) {
			if (delimiter.test(line)) continue; // delimiters one behind the other
			this.#at -= 1;
			break;
		}
		this.#stops.push(delimiter);
		const child = this.read(defaultType, depth + 1);
		this.#stops.pop();
		return withoutLastLineEnd(child);
	}
}

function delimiterOf(boundary: string): RegExp {
	const escaped = boundary.replace(/[.*+?^${}()|[\]\\/]/gu, "\\$&");
	return new RegExp(`^--${escaped}(--)?[ \\t]*(?:\\r\\n|\\r|\\n)?$`, "u");
}

export function transferEncoding(headers: Headers): string {
	return (headerOf(headers, "content-transfer-encoding") ?? "").trim().toLowerCase();
}

function withoutLineEnd(text: string): string {
	return text.replace(LINE_END, "");
}

/** The line end before a delimiter belongs to the delimiter. */
function withoutLastLineEnd(part: Entity): Entity {
	const last = part.children.at(-1);
	if (part.isLeaf) return { ...part, body: withoutLineEnd(part.body) };
	if (part.type.startsWith("multipart/")) return { ...part, around: part.around.map(withoutLineEnd) };
	return last === undefined ? part : { ...part, children: [...part.children.slice(0, -1), withoutLastLineEnd(last)] };
}
