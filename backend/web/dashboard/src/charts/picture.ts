// A picture that can be pointed at: what was drawn, and each number in it with its place and its words.

import * as Plot from "@observablehq/plot";

/** One number of a picture. In the units of its view box; `words`: all there is to say of it. */
export interface Point {
	readonly x: number;
	readonly y: number;
	readonly words: string;
}

export interface Picture {
	readonly svg: SVGSVGElement;
	/** In order. */
	readonly points: readonly Point[];
	/** Along which side of the picture the numbers follow each other. */
	readonly along: "x" | "y";
}

export interface Size {
	readonly width: number;
	readonly height: number;
}

interface Placed {
	readonly x: string | number;
	readonly y: string | number;
	readonly words: string;
}

/** Plot puts a style element into what it draws, which the page's policy refuses: its rules stand in our sheet. */
export function pictureOf(options: Plot.PlotOptions, along: "x" | "y", placed: readonly Placed[]): Picture {
	const drawn = Plot.plot({ ...options, className: "chart" });
	const svg = drawn as unknown as SVGSVGElement; // without titles and legends it is one
	for (const style of svg.querySelectorAll("style")) style.remove();
	svg.setAttribute("aria-hidden", "true"); // what is around it speaks
	const [x, y] = [placeOn(drawn.scale("x")), placeOn(drawn.scale("y"))];
	return { svg, along, points: placed.map((one) => ({ x: x(one.x), y: y(one.y), words: one.words })) };
}

function placeOn(scale: Plot.Scale | undefined): (value: string | number) => number {
	return (value) => {
		const start = Number(scale?.apply(value) ?? 0);
		return start + (scale?.bandwidth ?? 0) / 2;
	};
}

/** The nearest number to a place; its index, -1 where there is none. */
export function nearest({ points, along }: Picture, place: { readonly x: number; readonly y: number }): number {
	let found = -1;
	let least = Number.POSITIVE_INFINITY;
	points.forEach((point, index) => {
		const distance = Math.abs(point[along] - place[along]);
		if (distance < least) [found, least] = [index, distance];
	});
	return found;
}
