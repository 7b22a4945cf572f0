import type { Extraction, Limits } from "../core/index.ts";

/** Twin of backend.documents.extract. */
export declare function extract(bytes: Uint8Array<ArrayBuffer>, name: string, limits: Limits): Promise<Extraction>;
