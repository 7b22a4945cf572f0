/** Elements of frames are of another realm: told by name, not by class. */
export function isElement(target: EventTarget | null): target is Element {
	return target !== null && "localName" in target;
}
