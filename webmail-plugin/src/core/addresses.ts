/** Bare lower-case address of `Name <address>`; "" when there is none. */
export function normaliseAddress(written: string): string {
	const inBrackets = /<([^<>]*)>\s*$/u.exec(written)?.[1] ?? written;
	const address = inBrackets.trim().toLowerCase();
	return /^[^\s@]+@[^\s@]+$/u.test(address) ? address : "";
}
