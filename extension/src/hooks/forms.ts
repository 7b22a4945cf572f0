// Forms: sent by a click or Enter (an event that can be held), or by a script's submit(), which makes none.

import { AwaitedFrame } from "./awaited_frame.ts";
import { brandOf } from "./brands.ts";
import { cargoOfForm } from "./cargo.ts";
import type { Cargo, Papers } from "./papers.ts";
import { type Realm, replaceMethod } from "./realm.ts";

/** As they stood before the page could put others there. */
export type FormMethods = Pick<HTMLFormElement, "requestSubmit">;

const LOOKS = 5; // at a form that is written on meanwhile; one that never comes to rest is not sent

/** @returns what hears a form that is about to be sent; it listens from now on */
export function guardForms(realm: Realm, papers: Papers, { requestSubmit }: FormMethods): (event: Event) => void {
	const waiting = new WeakMap<HTMLFormElement, object>();
	/** Whoever asks last for a form to be sent is heard; what the form says then is what is asked about. */
	const isAllowed = async (form: HTMLFormElement, turn: object): Promise<boolean> => {
		for (let look = 0; look < LOOKS; look++) {
			const asked = cargoOfForm(form);
			if (!(await papers.allows(asked)) || waiting.get(form) !== turn) return false;
			if (isSame(asked, cargoOfForm(form))) return true;
		}
		return false;
	};
	const whenAllowed = async (form: HTMLFormElement, go: () => void): Promise<void> => {
		const turn = {};
		waiting.set(form, turn);
		const answers = new AwaitedFrame(form);
		const allowed = await isAllowed(form, turn);
		if (waiting.get(form) === turn) {
			waiting.delete(form);
			answers.end(allowed);
			if (allowed) go();
		} else answers.end(true); // whoever asked later waits for the answer
	};
	replaceMethod<unknown>(
		realm.HTMLFormElement.prototype,
		"submit",
		(native) =>
			function (this: HTMLFormElement) {
				if (papers.isFree(cargoOfForm(this))) return native.call(this);
				void whenAllowed(this, () => native.call(this));
				return undefined;
			},
	);
	const passing = new WeakSet<object>();
	const hold = (event: Event) => {
		const [form] = event.composedPath();
		if (form === undefined || brandOf(form) !== "HTMLFormElement" || passing.delete(form)) return;
		const held = form as HTMLFormElement;
		if (papers.isFree(cargoOfForm(held))) return;
		event.preventDefault();
		event.stopImmediatePropagation();
		const { submitter } = event as SubmitEvent;
		void whenAllowed(held, () => {
			passing.add(held);
			requestSubmit.call(held, submitter?.isConnected ? submitter : null);
			passing.delete(held); // the browser found a field that is not valid
		});
	};
	const listen = () => realm.addEventListener("submit", hold, true);
	listen();
	for (const method of ["open", "write", "writeln"]) {
		// a document that is written anew loses its listeners, not its window
		replaceMethod<unknown>(
			realm.Document.prototype,
			method,
			(native) =>
				function (this: Document, ...given: unknown[]) {
					const answer = native.apply(this, given);
					if (this.defaultView === realm) listen();
					return answer;
				},
		);
	}
	return hold;
}

function isSame(one: Cargo, other: Cargo): boolean {
	const [before, after] = [one, other].map(({ files, texts }) => [...files, ...texts]);
	return before?.length === after?.length && before?.every((part, index) => part === after?.[index]) === true;
}
