// What may be told of a false alarm: rule, place and kinds of containers as numbers and closed words. No word of the
// paper, no name, no fingerprint (domain.md 3: nobody can consent for the State).

import type { Asks } from "../../api/backend.ts";
import { type ReportFalseAlarmMutationVariables, ReportFalseAlarmOperation } from "../../api/generated.ts";
import { type BackendProblem, problemOf } from "../../api/problems.ts";
import type { Finding, RuleHit } from "../../core/index.ts";

type Alarm = ReportFalseAlarmMutationVariables["alarm"];
export type AlarmReason = Alarm["reason"];

export const ALARM_REASONS: readonly AlarmReason[] = [
	"OTHER_MEANING",
	"ABOUT_SECRECY",
	"DECLASSIFIED",
	"FORM_OR_SAMPLE",
	"WRONGLY_READ",
	"OTHER",
];

/** Null when no rule that looks for marks says where it matched. */
export function alarmOf(finding: Finding, bundleVersion: string, reason: AlarmReason): Alarm | null {
	const hit = finding.hits.find((one): one is RuleHit & Required<Pick<RuleHit, "layout">> => one.layout !== undefined);
	if (hit === undefined) return null;
	const { words, linesOnPage, pages, mediaType } = hit.layout;
	return {
		rule: hit.id,
		bundle: bundleVersion,
		where: hit.where,
		reason,
		containers: [...new Set([finding.mediaType, mediaType])],
		charset: finding.charset,
		wordsOnLine: words,
		line: hit.line ?? 0,
		linesOnPage,
		page: hit.page ?? 0,
		pages,
	};
}

export async function reportFalseAlarm(
	backend: Asks,
	alarm: Alarm,
): Promise<"reported" | "input" | BackendProblem["kind"]> {
	try {
		const { reportFalseAlarm: answer } = await backend.ask(ReportFalseAlarmOperation, { alarm });
		return answer.__typename === "FalseAlarmReported" ? "reported" : "input";
	} catch (error) {
		return problemOf(error).kind;
	}
}
