// The list beside a letter learns that something was noted about it, in whichever window.

const CHANNEL = "congvu.noted";

export function tellNoted(): void {
	const channel = new BroadcastChannel(CHANNEL);
	channel.postMessage("");
	channel.close();
}

/** For the rest of the page's life. */
export function onNoted(listener: () => void): void {
	new BroadcastChannel(CHANNEL).addEventListener("message", () => listener());
}
