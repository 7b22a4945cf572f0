// What the scanner's page says beside what its worker says (scan/protocol.ts).

/** It serves nobody: the key was wrong, or the worker did not start or crashed. */
export const SCANNER_FAILED = "congvu-scanner-failed";
