// A body in an old charset, or in letters with their marks apart: the offer to put it into composed Unicode (Chỉ thị,
// khoản 1 điểm h). Nothing is changed before the button is pressed, and one press takes it back.

import { inUnicode, oldWritingOf } from "../../core/index.ts";
import type { Draft, Rewriting } from "../../hosts/host.ts";
import type { Texts } from "../texts.ts";
import { alertOf, type PanelAlert } from "./panel_view.ts";

const NAMES = {
	tcvn3: "TCVN3 (ABC)",
	vni: "VNI",
	viscii: "VISCII",
	vps: "VPS",
	cp1258: "Windows-1258",
	viqr: "VIQR",
} as const;

export class UnicodeOffer {
	readonly #draft: Pick<Draft, "bodyLines" | "rewriteBody">;
	readonly #texts: Texts;
	readonly #changed: () => void;
	#rewriting: Rewriting | null = null;
	#seen = "";
	#writing: ReturnType<typeof oldWritingOf> = null;

	constructor(draft: Pick<Draft, "bodyLines" | "rewriteBody">, texts: Texts, changed: () => void) {
		this.#draft = draft;
		this.#texts = texts;
		this.#changed = changed;
	}

	/** One alert or none. */
	alerts(): PanelAlert[] {
		if (this.#rewriting?.stands) return [this.#done(this.#rewriting)];
		this.#rewriting = null;
		this.#look();
		return this.#writing === null ? [] : [this.#offer(this.#writing)];
	}

	#look(): void {
		const lines = this.#lines();
		const text = lines.join("\n");
		if (text === this.#seen) return;
		this.#seen = text;
		this.#writing = oldWritingOf(lines);
	}

	/** A body that cannot be read is not rewritten either. */
	#lines(): readonly string[] {
		try {
			return this.#draft.bodyLines();
		} catch {
			return [];
		}
	}

	#offer(writing: NonNullable<ReturnType<typeof oldWritingOf>>): PanelAlert {
		const texts = this.#texts;
		const isApart = writing === "utf-8-nfd";
		return alertOf({
			id: "charset",
			tone: "hint",
			title: isApart ? texts("charset.apart") : texts("charset.old", { name: NAMES[writing] }),
			paragraphs: [texts(isApart ? "charset.apart_text" : "charset.old_text")],
			buttons: [{ label: texts("charset.convert"), press: () => this.#convert() }],
		});
	}

	#done(rewriting: Rewriting): PanelAlert {
		const texts = this.#texts;
		const undo = () => {
			rewriting.undo();
			this.#changed();
		};
		return alertOf({
			id: "charset",
			tone: "hint",
			title: texts("charset.done"),
			paragraphs: [texts("charset.done_text")],
			buttons: [{ label: texts("charset.undo"), press: undo }],
		});
	}

	#convert(): void {
		this.#rewriting = this.#draft.rewriteBody(inUnicode);
		this.#changed();
	}
}
