// The public surface of the core: pure, no DOM, no network, no browser interface. Hosts, UI and the scanner
// import from here only.

export { normaliseAddress } from "./addresses.ts";
export { type Bundle, type Limits, openBundle, type TrustedKey, type WrittenBundle } from "./bundle.ts";
export { isExpired, replaces } from "./bundle_age.ts";
export { Engine, type JudgedFile } from "./engine.ts";
export { BundleError, type BundleRefusal } from "./errors.ts";
export { earlierFingerprintOf, fingerprintOf } from "./fingerprint.ts";
export { KindTable, NO_FORM, readForm } from "./form.ts";
export type { Handling } from "./handling_note.ts";
export { entriesToResolve, type PlannedLine, pagesOfPdf, planLines } from "./issuing.ts";
export {
	charsetOfFont,
	type Detection,
	decode,
	decodeRun,
	detect,
	type FontCharset,
	type LegacyCharset,
} from "./legacy_charset.ts";
export { type Examination, examine } from "./legacy_detection.ts";
export { windows1252 } from "./legacy_tables.ts";
export { converted, type ReadText, readText } from "./legacy_text.ts";
export { mayBeOldWriting } from "./odd_signs.ts";
export { bundleForAgency } from "./overlay.ts";
export { type PaperSaid, paperSaid } from "./paper_said.ts";
export {
	byChannel,
	type ElsewhereRecipient,
	type MissingRecipient,
	missingRecipients,
	type RecipientEntry,
	type RecipientMatch,
	type RecipientMemory,
	type RecipientQuestion,
	ringOfAddress,
} from "./recipients.ts";
export { type RegisterFile, type RegisterRow, readRegister, symbolOf } from "./register_file.ts";
export { type VerdictReport, verdictReport } from "./report.ts";
export type { DocumentKind, Rule } from "./rule.ts";
export { inUnicode, oldWritingOf } from "./unicode.ts";
export * from "./verdict.ts";
export { isWestern } from "./western.ts";
