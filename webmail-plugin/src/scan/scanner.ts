// The page's side of the scanner: one module Worker, killed and started again when a file takes too long.

import type { Bundle, Finding } from "../core/index.ts";

/** Judges files beside the page. It never throws and never says "clean" by accident: a worker that does not
 *  start, crashes or takes too long gives a finding that is unreadable (`corrupt` for a crash, `limit` for time). */
export declare class Scanner {
	/** @param workerUrl same-origin address of the built worker (one .js file). */
	constructor(workerUrl: string | URL);
	/** Use this bundle from now on; files under way are finished with the one before. */
	load(bundle: Bundle): void;
	/** Files are judged one after another, in the order asked for. Before `load`: unreadable. */
	judge(file: File): Promise<Finding>;
	/** Stop the worker; what is still under way becomes unreadable. */
	close(): void;
}
