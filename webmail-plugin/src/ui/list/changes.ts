// How letters stand may have changed: the list and what is due today are looked at anew.

export const changes = new EventTarget();

export function tellChange(): void {
	changes.dispatchEvent(new Event("change"));
}
