// Shares and 95 % intervals in words. Rounded so that they never say more than is known.

import { durationText, type Texts } from "../texts.ts";

interface Ends<T> {
	readonly low: T | null;
	readonly high: T | null;
}

/** In working seconds; an end that the letters leave open is said to be open. "": neither is known. */
export function durationBetween(texts: Texts, { low, high }: Ends<number>): string {
	const [from, to] = [low, high].map((seconds) => (seconds === null ? "" : durationText(texts, seconds)));
	if (from && to) return texts("times.between", { from, to });
	if (from) return texts("times.from", { from });
	return to ? texts("times.up_to", { to }) : "";
}

/** Of shares between 0 and 1, rounded outwards; "" where there is none. */
export function shareBetween({ low, high }: Ends<number>): string {
	if (low === null || high === null) return "";
	return `${Math.floor(tidy(low * 100))}–${Math.ceil(tidy(high * 100))} %`;
}

/** All and none are said of all and none only: 0.996 is 99 %. */
export function percent(share: number): number {
	if (share === 0 || share === 1) return share * 100;
	return Math.min(99, Math.max(1, Math.round(share * 100)));
}

/** 0.29 * 100 is 28.999999999999996. */
function tidy(hundredths: number): number {
	return Number(hundredths.toFixed(6));
}
