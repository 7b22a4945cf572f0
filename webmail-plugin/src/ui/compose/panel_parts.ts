// What the panel needs of the gate it speaks for.

import type { Surface } from "../../hosts/host.ts";
import type { HeraldParts } from "./herald.ts";

export interface PanelParts extends HeraldParts {
	readonly surface: Surface;
	/** Show a page of the backend in a new window. */
	readonly openPage: (link: string) => void;
	readonly backendUrl: string;
}
