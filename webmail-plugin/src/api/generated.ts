// Written by `npm run generate` from operations/*.graphql and the schema. Do not edit.
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
export type Act =
  | 'ACKNOWLEDGED'
  | 'ANSWERED_ELSEWHERE'
  | 'ANSWER_ASKED'
  | 'ANSWER_LINKED'
  | 'ASSIGNED'
  | 'CLASSIFIED'
  | 'CORRECTED'
  | 'DISPUTED'
  | 'DISPUTE_CLOSED'
  | 'EXTENDED'
  | 'MATTER_SET'
  | 'MERGED'
  | 'NO_ANSWER_NEEDED'
  | 'PASSED_ON'
  | 'RECALLED'
  | 'RECALL_DONE'
  | 'REGISTERED'
  | 'REOPENED'
  | 'REPLACED'
  | 'RETURNED'
  | 'SATISFIED'
  | 'SENDERS_TURN'
  | 'SETTLED'
  | 'SHIELDED'
  | 'SUBMITTED'
  | 'TAKEN_OVER'
  | 'UNSHIELDED'
  | 'VALID_PAPER'
  | 'WITHDRAWN';

/** What was done about a letter. `id` is the client's own, so that a repeated request changes nothing. What an act needs: backend/correspondence/acts.py. `reason`, `channel` and `matter` are of closed lists. `answerer`: the name of who answered by another channel. */
export type ActInput = {
  readonly act: Act;
  readonly agency?: string;
  readonly answeredAt?: string | null | undefined;
  readonly answerer?: string;
  readonly channel?: string;
  readonly dueOn?: string | null | undefined;
  readonly helpers?: string;
  readonly id: string;
  readonly into?: string;
  readonly lead?: string;
  readonly letter: string;
  readonly matter?: string;
  readonly messageId?: string;
  readonly number?: string;
  readonly on?: string | null | undefined;
  readonly paperOn?: string | null | undefined;
  readonly paperSymbol?: string;
  readonly person: string;
  readonly reason?: string;
  readonly senderClass?: string;
  readonly urgency?: string;
  readonly withdraws?: string;
};

export type Action =
  | 'ALLOW'
  | 'BLOCK'
  | 'CONFIRM';

export type AddressTrouble =
  | 'BOUNCING'
  | 'SILENT'
  | 'UNCONFIRMED';

export type AlarmReason =
  | 'ABOUT_SECRECY'
  | 'DECLASSIFIED'
  | 'FORM_OR_SAMPLE'
  | 'OTHER'
  | 'OTHER_MEANING'
  | 'WRONGLY_READ';

export type AnsweredBy =
  | 'ELSEWHERE'
  | 'LINKED'
  | 'REPLY';

export type AskReason =
  | 'CONFUSABLE'
  | 'EXCEPTIONS'
  | 'LATER'
  | 'PLACE'
  | 'REMEMBERED_GONE'
  | 'SAME_NAME'
  | 'SPLIT'
  | 'TYPE_MISSING';

export type BlankReason =
  | 'ARTICLE'
  | 'AS_ABOVE'
  | 'ELSEWHERE'
  | 'ENDED'
  | 'FILE'
  | 'NO_MAILBOX'
  | 'OWN_LEADERS'
  | 'UNKNOWN'
  | 'UNKNOWN_GROUP';

export type BrowserFamily =
  | 'CHROME'
  | 'COC_COC'
  | 'EDGE'
  | 'FIREFOX'
  | 'OTHER';

export type Channel =
  | 'MAIL'
  | 'PAPER'
  | 'SYSTEM';

export type CheckEvidence =
  | 'DAY_OFF'
  | 'DECLARED'
  | 'NOTED'
  | 'NOTHING_WAITED'
  | 'NOT_TOLD'
  | 'OPENED'
  | 'RECEIPT_SENT'
  | 'SENT'
  | 'WAITED';

export type CheckState =
  | 'AHEAD'
  | 'KEPT'
  | 'MISSED'
  | 'NO_DUTY'
  | 'RUNNING'
  | 'UNSEEN';

export type ClauseOrigin =
  | 'CHECKS'
  | 'DIRECTORY'
  | 'GATES'
  | 'LETTERS'
  | 'NOWHERE'
  | 'REGISTERS'
  | 'REPORTS'
  | 'SENT'
  | 'SIGNED';

export type ClauseState =
  | 'MET'
  | 'MET_AS_COUNTED'
  | 'NOT_SHOWN'
  | 'NOT_YET'
  | 'PARTLY'
  | 'UNMEASURED';

export type CountedAs =
  | 'ANSWERED'
  | 'CLOSED'
  | 'MERGED'
  | 'NO_ANSWER'
  | 'OPEN'
  | 'PASSED_ON'
  | 'RETURNED';

export type Coverage =
  | 'ACCEPTED'
  | 'BOUNCED'
  | 'DELAYED'
  | 'DISPLAYED'
  | 'EXCUSED'
  | 'HANDED_OVER'
  | 'IN_MAILBOX'
  | 'NOT_SENT'
  | 'PUBLISHED'
  | 'RECEIVED'
  | 'REGISTERED'
  | 'REPLIED'
  | 'RETURNED';

export type CoverageReason =
  | 'MAILED'
  | 'NO_BOX'
  | 'OTHER_SYSTEM'
  | 'PAPER_ONLY'
  | 'PERSON'
  | 'PUBLISHED'
  | 'SECRET';

/** Why a file that needs confirming may go, and who says so. */
export type Declaration = {
  readonly fingerprint: string;
  readonly person: string;
  readonly reason: DeclarationReason;
};

export type DeclarationReason =
  | 'CHECKED_UNREADABLE'
  | 'DECLASSIFIED'
  | 'MAY_LEAVE'
  | 'NOT_A_MARK'
  | 'STAMP_LOOKED_AT';

export type EntryKind =
  | 'AGENCY'
  | 'MAILBOX'
  | 'OFFICIAL';

export type EntryState =
  | 'ASK'
  | 'INTERNAL'
  | 'NOBODY'
  | 'RESOLVED';

export type Expected =
  | 'ACKNOWLEDGE'
  | 'ANSWER'
  | 'NOTHING'
  | 'OTHER_AGENCY'
  | 'SENDER';

/** Where a rule matched, as numbers and closed words. `containers`: media types from the file chosen to the part that matched; `line` and `page` count from 1. */
export type FalseAlarmReport = {
  readonly bundle: string;
  readonly charset: string;
  readonly containers: ReadonlyArray<string>;
  readonly line: number;
  readonly linesOnPage: number;
  readonly page: number;
  readonly pages: number;
  readonly reason: AlarmReason;
  readonly rule: string;
  readonly where: string;
  readonly wordsOnLine: number;
};

export type FigurePart =
  | 'ANSWERED'
  | 'CLOSED'
  | 'COUNT'
  | 'DUE'
  | 'ELSEWHERE'
  | 'IN_TIME'
  | 'LATE'
  | 'MERGED'
  | 'NOT_YET_DUE'
  | 'NO_ANSWER'
  | 'OPEN'
  | 'PASSED_ON'
  | 'REOPENED'
  | 'RETURNED'
  | 'UNDATED';

export type Gate =
  | 'EXTENSION'
  | 'PLUGIN';

/** A kind of webmail whose page was looked at since the last report. `missing`: which of the gate's expectations failed there, as codes (small letters, digits, underscores); none: all is well. */
export type HostCheckInput = {
  readonly host: WebmailKind;
  readonly missing: ReadonlyArray<string>;
};

/** An issued paper: its fingerprint, what it says of itself, never its subject. */
export type IssuedInput = {
  readonly copies: number;
  readonly fingerprint: string;
  readonly issuedOn: string;
  readonly kind: string;
  readonly lines: ReadonlyArray<IssuedLineInput>;
  readonly pages?: number | null | undefined;
  readonly symbol: string;
};

/** One recipient. `entry`: which line of Nơi nhận, from 1; `text`: that line as written. */
export type IssuedLineInput = {
  readonly address?: string;
  readonly entry: number;
  readonly reason?: CoverageReason | null | undefined;
  readonly recipientCode?: string;
  readonly text: string;
};

export type Language =
  | 'EN'
  | 'VI';

export type LinkState =
  | 'DIFFERENT'
  | 'INCOMPARABLE'
  | 'REFUSED'
  | 'SAME'
  | 'UNREACHABLE'
  | 'WAITING';

export type LookReason =
  | 'ASKED_BY_PERSON'
  | 'COMPLAINT'
  | 'INCIDENT'
  | 'PLANNED_CHECK';

export type LookalikeReason =
  | 'ENDING'
  | 'JOINED'
  | 'LETTERS'
  | 'LOCAL_PART'
  | 'ONE_LETTER'
  | 'SUBDOMAIN';

export type MailboxKind =
  | 'AGENCY'
  | 'PERSONAL'
  | 'ROLE';

export type MatchReason =
  | 'ACRONYM'
  | 'AS_ADDRESSED'
  | 'EXACT_NAME'
  | 'FORMER_NAME'
  | 'GROUP'
  | 'OWN_SURROUNDINGS'
  | 'REMEMBERED'
  | 'SHORT_NAME'
  | 'SPELLING'
  | 'SUCCESSOR'
  | 'WITHOUT_ACCENTS';

/** What a gate says of itself once a day. `device`: 22 to 43 random base64url characters that it made and uses for nothing else. `managed`: a policy holds it in place. `bundle`: the rules it goes by, empty for none. */
export type ProtectionInput = {
  readonly browser: BrowserFamily;
  readonly bundle: string;
  readonly bundleIssuedOn?: string | null | undefined;
  readonly device: string;
  readonly gate: Gate;
  readonly hosts: ReadonlyArray<HostCheckInput>;
  readonly managed: boolean;
  readonly version: string;
};

/** A paper taken back (RECALLED), replaced or corrected. `id` is the client's own; `reason` is of a closed list. Of the paper that stands instead of one replaced or corrected: `replacedBy`, the Message-ID of the message that carries it, if it was sent already; `paperSymbol` and `paperOn`. */
export type RecallInput = {
  readonly act: Act;
  readonly id: string;
  readonly messageId: string;
  readonly paperOn?: string | null | undefined;
  readonly paperSymbol?: string;
  readonly person: string;
  readonly reason: string;
  readonly replacedBy?: string;
};

/** What an entry of a paper means for the agency from now on, by name. `text`: the part of the entry as its question has it; `codes`: the agencies chosen. */
export type RecipientChoice = {
  readonly codes: ReadonlyArray<string>;
  readonly person: string;
  readonly text: string;
};

/** A row of the register of outgoing papers. Rows with a độ mật are dropped in the browser: none is here. */
export type RegisterRowInput = {
  readonly copies?: number | null | undefined;
  readonly issuedOn: string;
  readonly kind?: string;
  readonly line: number;
  readonly recipients: ReadonlyArray<string>;
  readonly symbol: string;
};

export type Ring =
  | 'OFFICIAL'
  | 'OTHER'
  | 'PROVINCE';

export type Role =
  | 'AUDITOR'
  | 'CLERK'
  | 'DATA_OFFICER'
  | 'DELEGATE'
  | 'DEPUTY'
  | 'DIRECTORY_ADMIN'
  | 'HEAD'
  | 'IT_ADMIN'
  | 'IT_OFFICER'
  | 'NAMED_RECEIVER'
  | 'OFFICIAL'
  | 'RECEIVER'
  | 'RULE_APPROVER'
  | 'RULE_EDITOR'
  | 'SECRETS_OFFICER'
  | 'SUPPORT_DESK'
  | 'UNIT_HEAD';

export type SenderClass =
  | 'AGENCY'
  | 'BUSINESS'
  | 'CITIZEN';

export type ShadowOutcome =
  | 'FAILED'
  | 'SAME'
  | 'WOULD_BLOCK'
  | 'WOULD_PASS';

/** So many papers of one outcome. `rule`: an id, or "*" for the verdict as a whole; `bundle`: the version whose rule is counted. */
export type ShadowPapers = {
  readonly bundle: string;
  readonly outcome: ShadowOutcome;
  readonly papers: number;
  readonly rule: string;
};

export type SilentWay =
  | 'CAME'
  | 'SENT';

export type Standing =
  | 'ANSWERED'
  | 'MERGED'
  | 'NOT_AWAITED'
  | 'NO_ANSWER'
  | 'OPEN'
  | 'PASSED_ON'
  | 'RETURNED'
  | 'SENDERS_TURN'
  | 'SETTLED';

/** What the browser's gate found in one file. `fingerprint` is null for marked files: nothing of them leaves the machine. */
export type VerdictReport = {
  readonly action: Action;
  readonly bundle: string;
  readonly elapsedMs: number;
  readonly fingerprint?: string | null | undefined;
  readonly kind?: string | null | undefined;
  readonly obligation?: string | null | undefined;
  readonly rules: ReadonlyArray<string>;
  readonly state: string;
};

export type WayState =
  | 'ACCEPTED'
  | 'BOUNCED'
  | 'DELAYED'
  | 'DISPLAYED'
  | 'HANDED_OVER'
  | 'IN_MAILBOX'
  | 'RECALL_DONE'
  | 'RECEIVED'
  | 'REGISTERED'
  | 'REPLIED'
  | 'RETURNED';

export type WebmailKind =
  | 'GENERIC'
  | 'GMAIL'
  | 'OUTLOOK_WEB'
  | 'ROUNDCUBE'
  | 'SOGO'
  | 'ZIMBRA';

export type DashboardFiguresQueryVariables = Exact<{
  agency: string;
  since: string;
  until: string;
  senderClass: SenderClass;
  below: boolean;
}>;


export type DashboardFiguresQuery = { readonly dashboardFigures:
    | { readonly __typename: 'AgencyNotFound', readonly code: string }
    | { readonly __typename: 'DashboardFigures', readonly asOf: string, readonly curve: { readonly since: string, readonly until: string, readonly count: number, readonly longest: number | null, readonly leftOut: ReadonlyArray<number>, readonly points: ReadonlyArray<{ readonly seconds: number, readonly answered: number, readonly low: number, readonly high: number }> }, readonly lastYear: { readonly since: string, readonly until: string, readonly count: number, readonly longest: number | null, readonly leftOut: ReadonlyArray<number>, readonly points: ReadonlyArray<{ readonly seconds: number, readonly answered: number, readonly low: number, readonly high: number }> }, readonly months: ReadonlyArray<{ readonly month: number, readonly hidden: boolean, readonly count: number, readonly medianSeconds: number | null, readonly p90Seconds: number | null, readonly medianInterval: { readonly low: number | null, readonly high: number | null }, readonly p90Interval: { readonly low: number | null, readonly high: number | null } }>, readonly ages: ReadonlyArray<{ readonly sinceDays: number, readonly untilDays: number | null, readonly letters: number }>, readonly split: { readonly ours: number, readonly senders: number, readonly otherAgencies: number } }
    | { readonly __typename: 'ForbiddenError', readonly code: string }
    | { readonly __typename: 'InputError', readonly code: string }
   };

export type ReplyCurveFactsFragment = { readonly since: string, readonly until: string, readonly count: number, readonly longest: number | null, readonly leftOut: ReadonlyArray<number>, readonly points: ReadonlyArray<{ readonly seconds: number, readonly answered: number, readonly low: number, readonly high: number }> };

export type AddressHealthQueryVariables = Exact<{ [key: string]: never; }>;


export type AddressHealthQuery = { readonly addressHealth: { readonly unconfirmed: ReadonlyArray<string>, readonly agencies: number, readonly tasks: ReadonlyArray<{ readonly agencyName: string, readonly address: string, readonly trouble: AddressTrouble, readonly since: string }> } };

export type AgencyNewsQueryVariables = Exact<{
  agency: string;
  since?: string | null | undefined;
}>;


export type AgencyNewsQuery = { readonly agencyNews:
    | { readonly __typename: 'AgencyNews', readonly asOf: string, readonly dueToday: number, readonly new: ReadonlyArray<{ readonly id: string, readonly referenceCode: string, readonly senderClass: SenderClass, readonly sender: string, readonly mailbox: string, readonly messageId: string, readonly receivedAt: string, readonly standing: Standing, readonly expected: Expected, readonly awaitsAnswer: boolean, readonly matter: string, readonly urgency: string, readonly dueAt: string | null, readonly receiptDueAt: string | null, readonly taskDueOn: string | null, readonly acknowledgedAt: string | null, readonly answeredAt: string | null, readonly answeredBy: AnsweredBy | null, readonly settledAt: string | null, readonly workingSeconds: number, readonly overdue: boolean, readonly disputed: boolean, readonly closedBecause: string, readonly passedTo: string, readonly cameFrom: string, readonly recalled: string, readonly registerNumber: string, readonly paperSymbol: string, readonly paperOn: string | null, readonly dossiers: ReadonlyArray<string>, readonly satisfied: boolean | null, readonly shielded: boolean | null }>, readonly overdue: ReadonlyArray<{ readonly id: string, readonly referenceCode: string, readonly senderClass: SenderClass, readonly sender: string, readonly mailbox: string, readonly messageId: string, readonly receivedAt: string, readonly standing: Standing, readonly expected: Expected, readonly awaitsAnswer: boolean, readonly matter: string, readonly urgency: string, readonly dueAt: string | null, readonly receiptDueAt: string | null, readonly taskDueOn: string | null, readonly acknowledgedAt: string | null, readonly answeredAt: string | null, readonly answeredBy: AnsweredBy | null, readonly settledAt: string | null, readonly workingSeconds: number, readonly overdue: boolean, readonly disputed: boolean, readonly closedBecause: string, readonly passedTo: string, readonly cameFrom: string, readonly recalled: string, readonly registerNumber: string, readonly paperSymbol: string, readonly paperOn: string | null, readonly dossiers: ReadonlyArray<string>, readonly satisfied: boolean | null, readonly shielded: boolean | null }> }
    | { readonly __typename: 'AgencyNotFound', readonly code: string }
    | { readonly __typename: 'ForbiddenError', readonly code: string }
    | { readonly __typename: 'InputError', readonly code: string }
   };

export type ApologyDraftQueryVariables = Exact<{
  letter: string;
}>;


export type ApologyDraftQuery = { readonly apologyDraft:
    | { readonly __typename: 'ApologyDraft', readonly letter: string, readonly dueAt: string, readonly newDay: string, readonly latestDay: string | null, readonly choices: ReadonlyArray<{ readonly reason: string, readonly words: string, readonly text: string }> }
    | { readonly __typename: 'ForbiddenError', readonly code: string }
    | { readonly __typename: 'InputError', readonly code: string }
    | { readonly __typename: 'LetterNotFound', readonly code: string }
   };

export type CheckRecipientsQueryVariables = Exact<{
  addresses: ReadonlyArray<string> | string;
}>;


export type CheckRecipientsQuery = { readonly checkRecipients: ReadonlyArray<{ readonly address: string, readonly ring: Ring, readonly agencyName: string | null, readonly officialInstead: { readonly name: string, readonly address: string } | null, readonly lookalike: { readonly resembles: string, readonly reason: LookalikeReason, readonly instead: string | null } | null, readonly sameName: { readonly name: string, readonly place: string, readonly others: ReadonlyArray<{ readonly agencyCode: string, readonly name: string, readonly place: string, readonly address: string, readonly nearer: boolean }> } | null }> };

export type ClearancesQueryVariables = Exact<{ [key: string]: never; }>;


export type ClearancesQuery = { readonly clearances: ReadonlyArray<{ readonly fingerprint: string, readonly decisionNumber: string, readonly validUntil: string }> };

export type CountInShadowMutationVariables = Exact<{
  counts: ReadonlyArray<ShadowPapers> | ShadowPapers;
}>;


export type CountInShadowMutation = { readonly countInShadow:
    | { readonly __typename: 'InputError', readonly code: string, readonly message: string }
    | { readonly __typename: 'ShadowCounted', readonly papers: number }
   };

export type DeclareMutationVariables = Exact<{
  declaration: Declaration;
}>;


export type DeclareMutation = { readonly declare:
    | { readonly __typename: 'Declared', readonly id: string, readonly expiresAt: string }
    | { readonly __typename: 'ForbiddenError', readonly code: string }
    | { readonly __typename: 'InputError', readonly code: string }
   };

export type DirectiveQueryVariables = Exact<{
  agency: string;
  since: string;
  until: string;
  below: boolean;
  language: Language;
}>;


export type DirectiveQuery = { readonly directive:
    | { readonly __typename: 'AgencyNotFound', readonly code: string }
    | { readonly __typename: 'DirectiveAccount', readonly since: string, readonly until: string, readonly source: string, readonly writtenSince: string | null, readonly sourceStatus: string, readonly agency: { readonly code: string, readonly name: string }, readonly clauses: ReadonlyArray<{ readonly id: string, readonly points: string, readonly duty: string, readonly state: ClauseState, readonly part: number | null, readonly of: number | null, readonly words: string, readonly origin: ClauseOrigin }>, readonly usage: ReadonlyArray<{ readonly sheetsSaved: number, readonly sheetsSavedTwoSided: number, readonly plugin: number, readonly extension: number, readonly managed: number, readonly privateLetters: number | null, readonly agency: { readonly code: string, readonly name: string }, readonly mandatory: { readonly settled: number, readonly excused: number, readonly unmailed: number, readonly total: number }, readonly papers: { readonly settled: number, readonly excused: number, readonly unmailed: number, readonly total: number }, readonly written: { readonly unicode: number, readonly decomposed: number, readonly old: number, readonly notRead: number, readonly noText: number } }> }
    | { readonly __typename: 'ForbiddenError', readonly code: string }
    | { readonly __typename: 'InputError', readonly code: string, readonly message: string }
   };

export type DirectoryChangesQueryVariables = Exact<{
  after: number;
}>;


export type DirectoryChangesQuery = { readonly directoryChanges: { readonly next: number, readonly more: boolean, readonly changes: ReadonlyArray<{ readonly seq: number, readonly at: string, readonly entity: string, readonly key: string, readonly agencyCode: string, readonly before: string | null, readonly after: string | null, readonly validFrom: string | null, readonly decisionNumber: string | null, readonly hash: string }> } };

export type DirectorySearchQueryVariables = Exact<{
  text: string;
  first: number;
}>;


export type DirectorySearchQuery = { readonly directorySearch: ReadonlyArray<{ readonly kind: EntryKind, readonly title: string, readonly post: string, readonly agencyName: string, readonly address: string, readonly telephone: string }> };

export type DueLettersQueryVariables = Exact<{
  agency: string;
}>;


export type DueLettersQuery = { readonly dueLetters:
    | { readonly __typename: 'AgencyNotFound', readonly code: string }
    | { readonly __typename: 'ForbiddenError', readonly code: string }
    | { readonly __typename: 'InputError', readonly code: string }
    | { readonly __typename: 'Letters', readonly letters: ReadonlyArray<{ readonly id: string, readonly referenceCode: string, readonly senderClass: SenderClass, readonly sender: string, readonly mailbox: string, readonly messageId: string, readonly receivedAt: string, readonly standing: Standing, readonly expected: Expected, readonly awaitsAnswer: boolean, readonly matter: string, readonly urgency: string, readonly dueAt: string | null, readonly receiptDueAt: string | null, readonly taskDueOn: string | null, readonly acknowledgedAt: string | null, readonly answeredAt: string | null, readonly answeredBy: AnsweredBy | null, readonly settledAt: string | null, readonly workingSeconds: number, readonly overdue: boolean, readonly disputed: boolean, readonly closedBecause: string, readonly passedTo: string, readonly cameFrom: string, readonly recalled: string, readonly registerNumber: string, readonly paperSymbol: string, readonly paperOn: string | null, readonly dossiers: ReadonlyArray<string>, readonly satisfied: boolean | null, readonly shielded: boolean | null }> }
   };

export type EmulationQueryVariables = Exact<{
  agency: string;
  since: string;
  until: string;
}>;


export type EmulationQuery = { readonly emulation:
    | { readonly __typename: 'AgencyNotFound', readonly code: string }
    | { readonly __typename: 'EmulationTable', readonly since: string, readonly until: string, readonly agency: { readonly code: string, readonly name: string }, readonly rows: ReadonlyArray<{ readonly letters: number, readonly loadFrom: number, readonly loadTo: number | null, readonly place: number | null, readonly partial: boolean, readonly agency: { readonly code: string, readonly name: string }, readonly inTime: { readonly of: number, readonly share: number | null, readonly low: number | null, readonly high: number | null } }> }
    | { readonly __typename: 'ForbiddenError', readonly code: string }
    | { readonly __typename: 'InputError', readonly code: string, readonly message: string }
   };

export type FigureAgenciesQueryVariables = Exact<{ [key: string]: never; }>;


export type FigureAgenciesQuery = { readonly me: { readonly roles: ReadonlyArray<Role>, readonly agency: { readonly code: string, readonly name: string } | null, readonly headOf: ReadonlyArray<{ readonly code: string, readonly name: string }>, readonly mailboxes: ReadonlyArray<{ readonly agency: { readonly code: string, readonly name: string } }>, readonly figuresOf: ReadonlyArray<{ readonly code: string, readonly name: string }> } };

export type FigureLettersQueryVariables = Exact<{
  agency: string;
  since: string;
  until: string;
  senderClass: SenderClass;
  matter?: string | null | undefined;
  part: FigurePart;
}>;


export type FigureLettersQuery = { readonly figureLetters:
    | { readonly __typename: 'AgencyNotFound', readonly code: string }
    | { readonly __typename: 'FigureLetters', readonly count: number, readonly letters: ReadonlyArray<{ readonly id: string, readonly referenceCode: string, readonly receivedAt: string, readonly dueAt: string | null, readonly countedAs: CountedAs, readonly workingSeconds: number, readonly inTime: boolean | null }> }
    | { readonly __typename: 'ForbiddenError', readonly code: string }
   };

export type FiguresQueryVariables = Exact<{
  agency: string;
  since: string;
  until: string;
  below: boolean;
  matter?: string | null | undefined;
  language: Language;
}>;


export type FiguresQuery = { readonly responseTimes:
    | { readonly __typename: 'AgencyNotFound', readonly code: string }
    | { readonly __typename: 'ForbiddenError', readonly code: string }
    | { readonly __typename: 'ResponseTimes', readonly since: string, readonly until: string, readonly hidden: ReadonlyArray<SenderClass>, readonly agency: { readonly code: string, readonly name: string }, readonly rows: ReadonlyArray<{ readonly senderClass: SenderClass, readonly count: number, readonly answered: number, readonly open: number, readonly closedUnanswered: number, readonly answeredElsewhere: number, readonly reopened: number, readonly oldestOpenSeconds: number | null, readonly medianSeconds: number | null, readonly p90Seconds: number | null, readonly leftOut: ReadonlyArray<number>, readonly explanation: string, readonly medianInterval: { readonly low: number | null, readonly high: number | null }, readonly p90Interval: { readonly low: number | null, readonly high: number | null }, readonly onTime: { readonly of: number, readonly share: number | null, readonly low: number | null, readonly high: number | null, readonly notYetDue: number, readonly undated: number }, readonly setAside: { readonly passedOn: number, readonly noAnswerNeeded: number, readonly returned: number, readonly merged: number }, readonly split: { readonly ours: number, readonly senders: number, readonly otherAgencies: number } }> }
   };

export type ForgetRecipientsMutationVariables = Exact<{
  agency: string;
  text: string;
  person: string;
}>;


export type ForgetRecipientsMutation = { readonly forgetRecipients:
    | { readonly __typename: 'AgencyNotFound', readonly code: string }
    | { readonly __typename: 'ForbiddenError', readonly code: string }
    | { readonly __typename: 'InputError', readonly code: string }
    | { readonly __typename: 'RecipientChoiceKept' }
   };

export type GateDifferencesQueryVariables = Exact<{
  agency: string;
  reason?: LookReason | null | undefined;
}>;


export type GateDifferencesQuery = { readonly gateDifferences:
    | { readonly __typename: 'AgencyNotFound', readonly code: string }
    | { readonly __typename: 'ForbiddenError', readonly code: string }
    | { readonly __typename: 'GateDifferences', readonly agency: { readonly code: string, readonly name: string }, readonly differences: ReadonlyArray<{ readonly submittedAt: string, readonly login: string, readonly fingerprint: string, readonly action: Action, readonly bundle: string }> }
    | { readonly __typename: 'InputError', readonly code: string }
   };

export type ImportRegisterMutationVariables = Exact<{
  agency: string;
  rows: ReadonlyArray<RegisterRowInput> | RegisterRowInput;
  person: string;
}>;


export type ImportRegisterMutation = { readonly importRegister:
    | { readonly __typename: 'AgencyNotFound', readonly code: string }
    | { readonly __typename: 'ForbiddenError', readonly code: string }
    | { readonly __typename: 'InputError', readonly code: string, readonly message: string }
    | { readonly __typename: 'RegisterTaken', readonly rows: number, readonly new: number }
   };

export type IssuedDocumentsQueryVariables = Exact<{
  agency: string;
  since: string;
  until: string;
}>;


export type IssuedDocumentsQuery = { readonly issuedDocuments:
    | { readonly __typename: 'AgencyNotFound', readonly code: string }
    | { readonly __typename: 'ForbiddenError', readonly code: string }
    | { readonly __typename: 'InputError', readonly code: string, readonly message: string }
    | { readonly __typename: 'IssuedDocuments', readonly sheets: number, readonly sheetsTwoSided: number, readonly counted: number, readonly uncounted: number, readonly documents: ReadonlyArray<{ readonly id: string, readonly symbol: string, readonly kind: string, readonly issuedOn: string, readonly pages: number | null, readonly copies: number, readonly recordedAt: string, readonly recordedBy: string, readonly messages: number, readonly recalled: Act | null, readonly link: { readonly url: string, readonly state: LinkState, readonly checkedAt: string | null } | null, readonly lines: ReadonlyArray<{ readonly ordinal: number, readonly entry: number, readonly text: string, readonly recipientCode: string, readonly recipientName: string, readonly address: string, readonly coverage: Coverage, readonly covered: boolean, readonly at: string | null, readonly reason: CoverageReason | null }>, readonly saved: { readonly pages: number, readonly copies: number, readonly recipients: number, readonly sheets: number, readonly sheetsTwoSided: number } | null }> }
   };

export type IssuedFactsFragment = { readonly id: string, readonly symbol: string, readonly kind: string, readonly issuedOn: string, readonly pages: number | null, readonly copies: number, readonly recordedAt: string, readonly recordedBy: string, readonly messages: number, readonly recalled: Act | null, readonly link: { readonly url: string, readonly state: LinkState, readonly checkedAt: string | null } | null, readonly lines: ReadonlyArray<{ readonly ordinal: number, readonly entry: number, readonly text: string, readonly recipientCode: string, readonly recipientName: string, readonly address: string, readonly coverage: Coverage, readonly covered: boolean, readonly at: string | null, readonly reason: CoverageReason | null }>, readonly saved: { readonly pages: number, readonly copies: number, readonly recipients: number, readonly sheets: number, readonly sheetsTwoSided: number } | null };

export type LetterActsQueryVariables = Exact<{
  letter: string;
}>;


export type LetterActsQuery = { readonly letterActs:
    | { readonly __typename: 'ForbiddenError', readonly code: string }
    | { readonly __typename: 'LetterActs', readonly boxesForgotten: boolean, readonly acts: ReadonlyArray<{ readonly id: string, readonly act: Act, readonly at: string, readonly by: string | null, readonly reason: string, readonly dueOn: string | null, readonly channel: string, readonly paperSymbol: string, readonly paperOn: string | null, readonly sentAt: string | null }>, readonly boxes: ReadonlyArray<{ readonly mailbox: string, readonly openedAt: string | null, readonly receiptSentAt: string | null }> }
    | { readonly __typename: 'LetterNotFound', readonly code: string }
   };

export type LetterClockQueryVariables = Exact<{
  letter: string;
}>;


export type LetterClockQuery = { readonly letterClock:
    | { readonly __typename: 'ForbiddenError', readonly code: string }
    | { readonly __typename: 'LetterClock', readonly howDue: string, readonly howDueEn: string, readonly letter: { readonly id: string, readonly referenceCode: string, readonly senderClass: SenderClass, readonly sender: string, readonly mailbox: string, readonly messageId: string, readonly receivedAt: string, readonly standing: Standing, readonly expected: Expected, readonly awaitsAnswer: boolean, readonly matter: string, readonly urgency: string, readonly dueAt: string | null, readonly receiptDueAt: string | null, readonly taskDueOn: string | null, readonly acknowledgedAt: string | null, readonly answeredAt: string | null, readonly answeredBy: AnsweredBy | null, readonly settledAt: string | null, readonly workingSeconds: number, readonly overdue: boolean, readonly disputed: boolean, readonly closedBecause: string, readonly passedTo: string, readonly cameFrom: string, readonly recalled: string, readonly registerNumber: string, readonly paperSymbol: string, readonly paperOn: string | null, readonly dossiers: ReadonlyArray<string>, readonly satisfied: boolean | null, readonly shielded: boolean | null }, readonly steps: ReadonlyArray<{ readonly from: string, readonly to: string, readonly counted: boolean, readonly reason: string }>, readonly merged: ReadonlyArray<{ readonly referenceCode: string, readonly receivedAt: string, readonly goesOn: boolean }> }
    | { readonly __typename: 'LetterNotFound', readonly code: string }
   };

export type LetterFactsFragment = { readonly id: string, readonly referenceCode: string, readonly senderClass: SenderClass, readonly sender: string, readonly mailbox: string, readonly messageId: string, readonly receivedAt: string, readonly standing: Standing, readonly expected: Expected, readonly awaitsAnswer: boolean, readonly matter: string, readonly urgency: string, readonly dueAt: string | null, readonly receiptDueAt: string | null, readonly taskDueOn: string | null, readonly acknowledgedAt: string | null, readonly answeredAt: string | null, readonly answeredBy: AnsweredBy | null, readonly settledAt: string | null, readonly workingSeconds: number, readonly overdue: boolean, readonly disputed: boolean, readonly closedBecause: string, readonly passedTo: string, readonly cameFrom: string, readonly recalled: string, readonly registerNumber: string, readonly paperSymbol: string, readonly paperOn: string | null, readonly dossiers: ReadonlyArray<string>, readonly satisfied: boolean | null, readonly shielded: boolean | null };

export type LetterNewsSubscriptionVariables = Exact<{
  agency: string;
}>;


export type LetterNewsSubscription = { readonly letterNews: { readonly new: ReadonlyArray<{ readonly id: string, readonly referenceCode: string, readonly senderClass: SenderClass, readonly sender: string, readonly mailbox: string, readonly messageId: string, readonly receivedAt: string, readonly standing: Standing, readonly expected: Expected, readonly awaitsAnswer: boolean, readonly matter: string, readonly urgency: string, readonly dueAt: string | null, readonly receiptDueAt: string | null, readonly taskDueOn: string | null, readonly acknowledgedAt: string | null, readonly answeredAt: string | null, readonly answeredBy: AnsweredBy | null, readonly settledAt: string | null, readonly workingSeconds: number, readonly overdue: boolean, readonly disputed: boolean, readonly closedBecause: string, readonly passedTo: string, readonly cameFrom: string, readonly recalled: string, readonly registerNumber: string, readonly paperSymbol: string, readonly paperOn: string | null, readonly dossiers: ReadonlyArray<string>, readonly satisfied: boolean | null, readonly shielded: boolean | null }>, readonly overdue: ReadonlyArray<{ readonly id: string, readonly referenceCode: string, readonly senderClass: SenderClass, readonly sender: string, readonly mailbox: string, readonly messageId: string, readonly receivedAt: string, readonly standing: Standing, readonly expected: Expected, readonly awaitsAnswer: boolean, readonly matter: string, readonly urgency: string, readonly dueAt: string | null, readonly receiptDueAt: string | null, readonly taskDueOn: string | null, readonly acknowledgedAt: string | null, readonly answeredAt: string | null, readonly answeredBy: AnsweredBy | null, readonly settledAt: string | null, readonly workingSeconds: number, readonly overdue: boolean, readonly disputed: boolean, readonly closedBecause: string, readonly passedTo: string, readonly cameFrom: string, readonly recalled: string, readonly registerNumber: string, readonly paperSymbol: string, readonly paperOn: string | null, readonly dossiers: ReadonlyArray<string>, readonly satisfied: boolean | null, readonly shielded: boolean | null }> } };

export type LettersByMessageQueryVariables = Exact<{
  agency: string;
  messageIds: ReadonlyArray<string> | string;
}>;


export type LettersByMessageQuery = { readonly lettersByMessage:
    | { readonly __typename: 'AgencyNotFound', readonly code: string }
    | { readonly __typename: 'ForbiddenError', readonly code: string }
    | { readonly __typename: 'InputError', readonly code: string }
    | { readonly __typename: 'Letters', readonly letters: ReadonlyArray<{ readonly id: string, readonly referenceCode: string, readonly senderClass: SenderClass, readonly sender: string, readonly mailbox: string, readonly messageId: string, readonly receivedAt: string, readonly standing: Standing, readonly expected: Expected, readonly awaitsAnswer: boolean, readonly matter: string, readonly urgency: string, readonly dueAt: string | null, readonly receiptDueAt: string | null, readonly taskDueOn: string | null, readonly acknowledgedAt: string | null, readonly answeredAt: string | null, readonly answeredBy: AnsweredBy | null, readonly settledAt: string | null, readonly workingSeconds: number, readonly overdue: boolean, readonly disputed: boolean, readonly closedBecause: string, readonly passedTo: string, readonly cameFrom: string, readonly recalled: string, readonly registerNumber: string, readonly paperSymbol: string, readonly paperOn: string | null, readonly dossiers: ReadonlyArray<string>, readonly satisfied: boolean | null, readonly shielded: boolean | null }> }
   };

export type LettersOfPapersQueryVariables = Exact<{
  agency: string;
  symbols: ReadonlyArray<string> | string;
}>;


export type LettersOfPapersQuery = { readonly lettersOfPapers:
    | { readonly __typename: 'AgencyNotFound', readonly code: string }
    | { readonly __typename: 'ForbiddenError', readonly code: string }
    | { readonly __typename: 'InputError', readonly code: string }
    | { readonly __typename: 'Letters', readonly letters: ReadonlyArray<{ readonly id: string, readonly referenceCode: string, readonly senderClass: SenderClass, readonly sender: string, readonly mailbox: string, readonly messageId: string, readonly receivedAt: string, readonly standing: Standing, readonly expected: Expected, readonly awaitsAnswer: boolean, readonly matter: string, readonly urgency: string, readonly dueAt: string | null, readonly receiptDueAt: string | null, readonly taskDueOn: string | null, readonly acknowledgedAt: string | null, readonly answeredAt: string | null, readonly answeredBy: AnsweredBy | null, readonly settledAt: string | null, readonly workingSeconds: number, readonly overdue: boolean, readonly disputed: boolean, readonly closedBecause: string, readonly passedTo: string, readonly cameFrom: string, readonly recalled: string, readonly registerNumber: string, readonly paperSymbol: string, readonly paperOn: string | null, readonly dossiers: ReadonlyArray<string>, readonly satisfied: boolean | null, readonly shielded: boolean | null }> }
   };

export type MailboxChecksQueryVariables = Exact<{
  agency: string;
  day: string;
}>;


export type MailboxChecksQuery = { readonly mailboxChecks:
    | { readonly __typename: 'AgencyNotFound', readonly code: string }
    | { readonly __typename: 'ForbiddenError', readonly code: string }
    | { readonly __typename: 'InputError', readonly code: string }
    | { readonly __typename: 'MailboxChecks', readonly day: string, readonly boxes: ReadonlyArray<{ readonly mailbox: string, readonly windows: ReadonlyArray<{ readonly name: string, readonly from: string, readonly to: string, readonly state: CheckState, readonly selfDeclared: boolean, readonly proofs: ReadonlyArray<{ readonly kind: CheckEvidence, readonly at: string | null, readonly count: number, readonly words: string, readonly wordsEn: string }> }> }> }
   };

export type ChecksOfDayFragment = { readonly day: string, readonly boxes: ReadonlyArray<{ readonly mailbox: string, readonly windows: ReadonlyArray<{ readonly name: string, readonly from: string, readonly to: string, readonly state: CheckState, readonly selfDeclared: boolean, readonly proofs: ReadonlyArray<{ readonly kind: CheckEvidence, readonly at: string | null, readonly count: number, readonly words: string, readonly wordsEn: string }> }> }> };

export type MattersQueryVariables = Exact<{ [key: string]: never; }>;


export type MattersQuery = { readonly matters: ReadonlyArray<{ readonly key: string, readonly name: string, readonly days: number, readonly workingDays: boolean, readonly basis: string, readonly needsPaper: boolean, readonly phrases: ReadonlyArray<string> }> };

export type MeQueryVariables = Exact<{ [key: string]: never; }>;


export type MeQuery = { readonly me: { readonly login: string, readonly roles: ReadonlyArray<Role>, readonly agency: { readonly code: string, readonly name: string } | null, readonly headOf: ReadonlyArray<{ readonly code: string, readonly name: string }>, readonly mailboxes: ReadonlyArray<{ readonly address: string, readonly kind: MailboxKind, readonly agency: { readonly code: string, readonly name: string } }>, readonly people: ReadonlyArray<{ readonly id: string, readonly name: string, readonly post: string }> } };

export type NamedReceiversQueryVariables = Exact<{
  agency: string;
}>;


export type NamedReceiversQuery = { readonly namedReceivers:
    | { readonly __typename: 'AgencyNotFound', readonly code: string }
    | { readonly __typename: 'ForbiddenError', readonly code: string }
    | { readonly __typename: 'NamedReceivers', readonly people: ReadonlyArray<{ readonly id: string, readonly name: string }> }
   };

export type NoteActMutationVariables = Exact<{
  act: ActInput;
}>;


export type NoteActMutation = { readonly noteAct:
    | { readonly __typename: 'ActNoted', readonly letter: { readonly id: string, readonly referenceCode: string, readonly senderClass: SenderClass, readonly sender: string, readonly mailbox: string, readonly messageId: string, readonly receivedAt: string, readonly standing: Standing, readonly expected: Expected, readonly awaitsAnswer: boolean, readonly matter: string, readonly urgency: string, readonly dueAt: string | null, readonly receiptDueAt: string | null, readonly taskDueOn: string | null, readonly acknowledgedAt: string | null, readonly answeredAt: string | null, readonly answeredBy: AnsweredBy | null, readonly settledAt: string | null, readonly workingSeconds: number, readonly overdue: boolean, readonly disputed: boolean, readonly closedBecause: string, readonly passedTo: string, readonly cameFrom: string, readonly recalled: string, readonly registerNumber: string, readonly paperSymbol: string, readonly paperOn: string | null, readonly dossiers: ReadonlyArray<string>, readonly satisfied: boolean | null, readonly shielded: boolean | null } }
    | { readonly __typename: 'ForbiddenError', readonly code: string }
    | { readonly __typename: 'InputError', readonly code: string, readonly message: string }
    | { readonly __typename: 'LetterNotFound', readonly code: string }
   };

export type NoteMailboxCheckMutationVariables = Exact<{
  id: string;
  agency: string;
  mailbox: string;
  person: string;
}>;


export type NoteMailboxCheckMutation = { readonly noteMailboxCheck:
    | { readonly __typename: 'AgencyNotFound', readonly code: string }
    | { readonly __typename: 'ForbiddenError', readonly code: string }
    | { readonly __typename: 'InputError', readonly code: string, readonly message: string }
    | { readonly __typename: 'MailboxChecks', readonly day: string, readonly boxes: ReadonlyArray<{ readonly mailbox: string, readonly windows: ReadonlyArray<{ readonly name: string, readonly from: string, readonly to: string, readonly state: CheckState, readonly selfDeclared: boolean, readonly proofs: ReadonlyArray<{ readonly kind: CheckEvidence, readonly at: string | null, readonly count: number, readonly words: string, readonly wordsEn: string }> }> }> }
   };

export type NumberGapsQueryVariables = Exact<{
  agency: string;
  year: number;
}>;


export type NumberGapsQuery = { readonly numberGaps:
    | { readonly __typename: 'AgencyNotFound', readonly code: string }
    | { readonly __typename: 'ForbiddenError', readonly code: string }
    | { readonly __typename: 'InputError', readonly code: string, readonly message: string }
    | { readonly __typename: 'NumberGaps', readonly gaps: ReadonlyArray<{ readonly series: string, readonly first: number, readonly last: number }> }
   };

export type OfficialAddressQueryVariables = Exact<{
  code: string;
  on: string;
  knownOn?: string | null | undefined;
}>;


export type OfficialAddressQuery = { readonly officialAddress: { readonly agencyName: string, readonly day: string, readonly historyBegins: string | null, readonly addresses: ReadonlyArray<{ readonly address: string, readonly display: string, readonly validFrom: string, readonly validTo: string | null, readonly decisionNumber: string, readonly proof: { readonly seq: number, readonly revision: number, readonly enteredAt: string, readonly hash: string, readonly keyId: string, readonly signature: string, readonly holds: boolean } }> } };

export type OpenLettersQueryVariables = Exact<{
  agency: string;
}>;


export type OpenLettersQuery = { readonly openLetters:
    | { readonly __typename: 'AgencyNotFound', readonly code: string }
    | { readonly __typename: 'ForbiddenError', readonly code: string }
    | { readonly __typename: 'OpenLetters', readonly agency: { readonly code: string, readonly name: string }, readonly letters: ReadonlyArray<{ readonly id: string, readonly referenceCode: string, readonly senderClass: SenderClass, readonly sender: string, readonly mailbox: string, readonly messageId: string, readonly receivedAt: string, readonly standing: Standing, readonly expected: Expected, readonly awaitsAnswer: boolean, readonly matter: string, readonly urgency: string, readonly dueAt: string | null, readonly receiptDueAt: string | null, readonly taskDueOn: string | null, readonly acknowledgedAt: string | null, readonly answeredAt: string | null, readonly answeredBy: AnsweredBy | null, readonly settledAt: string | null, readonly workingSeconds: number, readonly overdue: boolean, readonly disputed: boolean, readonly closedBecause: string, readonly passedTo: string, readonly cameFrom: string, readonly recalled: string, readonly registerNumber: string, readonly paperSymbol: string, readonly paperOn: string | null, readonly dossiers: ReadonlyArray<string>, readonly satisfied: boolean | null, readonly shielded: boolean | null }> }
   };

export type ProtectionQueryVariables = Exact<{
  agency: string;
}>;


export type ProtectionQuery = { readonly protection:
    | { readonly __typename: 'AgencyNotFound', readonly code: string }
    | { readonly __typename: 'ForbiddenError', readonly code: string }
    | { readonly __typename: 'Protection', readonly agencies: ReadonlyArray<{ readonly plugin: number, readonly extension: number, readonly managed: number, readonly lastSeenOn: string | null, readonly bundleIssuedOn: string | null, readonly withoutRules: number, readonly agency: { readonly code: string, readonly name: string }, readonly versions: ReadonlyArray<{ readonly gate: Gate, readonly version: string, readonly devices: number }>, readonly failed: ReadonlyArray<{ readonly host: WebmailKind, readonly devices: number, readonly missing: ReadonlyArray<string> }> }> }
   };

export type PublishLinkMutationVariables = Exact<{
  agency: string;
  document: string;
  url: string;
  person: string;
}>;


export type PublishLinkMutation = { readonly publishLink:
    | { readonly __typename: 'AgencyNotFound', readonly code: string }
    | { readonly __typename: 'ForbiddenError', readonly code: string }
    | { readonly __typename: 'InputError', readonly code: string, readonly message: string }
    | { readonly __typename: 'IssuedDocumentNotFound', readonly code: string }
    | { readonly __typename: 'IssuedNoted', readonly document: { readonly id: string, readonly symbol: string, readonly kind: string, readonly issuedOn: string, readonly pages: number | null, readonly copies: number, readonly recordedAt: string, readonly recordedBy: string, readonly messages: number, readonly recalled: Act | null, readonly link: { readonly url: string, readonly state: LinkState, readonly checkedAt: string | null } | null, readonly lines: ReadonlyArray<{ readonly ordinal: number, readonly entry: number, readonly text: string, readonly recipientCode: string, readonly recipientName: string, readonly address: string, readonly coverage: Coverage, readonly covered: boolean, readonly at: string | null, readonly reason: CoverageReason | null }>, readonly saved: { readonly pages: number, readonly copies: number, readonly recipients: number, readonly sheets: number, readonly sheetsTwoSided: number } | null } }
   };

export type RecallSentMutationVariables = Exact<{
  agency: string;
  recall: RecallInput;
}>;


export type RecallSentMutation = { readonly recallSent:
    | { readonly __typename: 'AgencyNotFound', readonly code: string }
    | { readonly __typename: 'ForbiddenError', readonly code: string }
    | { readonly __typename: 'InputError', readonly code: string, readonly message: string }
    | { readonly __typename: 'SentLetterNotFound', readonly code: string }
    | { readonly __typename: 'SentLetters', readonly letters: ReadonlyArray<{ readonly messageId: string, readonly sentAt: string, readonly recipients: ReadonlyArray<{ readonly name: string, readonly agencyCode: string, readonly steps: ReadonlyArray<{ readonly state: WayState, readonly at: string, readonly toldBy: string }>, readonly replacement: { readonly isSent: boolean, readonly steps: ReadonlyArray<{ readonly state: WayState, readonly at: string, readonly toldBy: string }> } | null }>, readonly recalls: ReadonlyArray<{ readonly act: Act, readonly at: string, readonly reason: string, readonly replacedBy: string, readonly sentAt: string | null, readonly paperSymbol: string, readonly paperOn: string | null }> }> }
   };

export type RecordIssuedMutationVariables = Exact<{
  agency: string;
  document: IssuedInput;
  person: string;
}>;


export type RecordIssuedMutation = { readonly recordIssued:
    | { readonly __typename: 'AgencyNotFound', readonly code: string }
    | { readonly __typename: 'ForbiddenError', readonly code: string }
    | { readonly __typename: 'InputError', readonly code: string, readonly message: string }
    | { readonly __typename: 'IssuedDocumentNotFound', readonly code: string }
    | { readonly __typename: 'IssuedNoted', readonly document: { readonly id: string, readonly symbol: string, readonly kind: string, readonly issuedOn: string, readonly pages: number | null, readonly copies: number, readonly recordedAt: string, readonly recordedBy: string, readonly messages: number, readonly recalled: Act | null, readonly link: { readonly url: string, readonly state: LinkState, readonly checkedAt: string | null } | null, readonly lines: ReadonlyArray<{ readonly ordinal: number, readonly entry: number, readonly text: string, readonly recipientCode: string, readonly recipientName: string, readonly address: string, readonly coverage: Coverage, readonly covered: boolean, readonly at: string | null, readonly reason: CoverageReason | null }>, readonly saved: { readonly pages: number, readonly copies: number, readonly recipients: number, readonly sheets: number, readonly sheetsTwoSided: number } | null } }
   };

export type RememberRecipientsMutationVariables = Exact<{
  agency: string;
  choice: RecipientChoice;
}>;


export type RememberRecipientsMutation = { readonly rememberRecipients:
    | { readonly __typename: 'AgencyNotFound', readonly code: string }
    | { readonly __typename: 'ForbiddenError', readonly code: string }
    | { readonly __typename: 'InputError', readonly code: string }
    | { readonly __typename: 'RecipientChoiceKept' }
   };

export type ReplacementsQueryVariables = Exact<{
  agency: string;
  messageId: string;
}>;


export type ReplacementsQuery = { readonly replacements:
    | { readonly __typename: 'AgencyNotFound', readonly code: string }
    | { readonly __typename: 'ForbiddenError', readonly code: string }
    | { readonly __typename: 'OfferedMessages', readonly messages: ReadonlyArray<{ readonly messageId: string, readonly sentAt: string, readonly reached: number, readonly among: number }> }
    | { readonly __typename: 'SentLetterNotFound', readonly code: string }
   };

export type ReportFalseAlarmMutationVariables = Exact<{
  alarm: FalseAlarmReport;
}>;


export type ReportFalseAlarmMutation = { readonly reportFalseAlarm:
    | { readonly __typename: 'FalseAlarmReported', readonly id: string }
    | { readonly __typename: 'InputError', readonly code: string, readonly message: string }
   };

export type ReportProtectionMutationVariables = Exact<{
  report: ProtectionInput;
}>;


export type ReportProtectionMutation = { readonly reportProtection:
    | { readonly __typename: 'ForbiddenError', readonly code: string }
    | { readonly __typename: 'InputError', readonly code: string, readonly message: string }
    | { readonly __typename: 'ProtectionReported', readonly agency: { readonly code: string } }
   };

export type ReportVerdictsMutationVariables = Exact<{
  reports: ReadonlyArray<VerdictReport> | VerdictReport;
}>;


export type ReportVerdictsMutation = { readonly reportVerdicts:
    | { readonly __typename: 'InputError', readonly code: string }
    | { readonly __typename: 'VerdictsReported', readonly count: number }
   };

export type ResolveRecipientsQueryVariables = Exact<{
  entries: ReadonlyArray<string> | string;
  issuedOn?: string | null | undefined;
}>;


export type ResolveRecipientsQuery = { readonly resolveRecipients: ReadonlyArray<{ readonly text: string, readonly group: boolean, readonly internal: boolean, readonly state: EntryState, readonly matches: ReadonlyArray<{ readonly agencyName: string, readonly agencyCode: string, readonly address: string, readonly score: number, readonly reason: MatchReason, readonly predecessor: { readonly name: string } | null, readonly channels: ReadonlyArray<{ readonly kind: string | null, readonly channel: Channel }> }>, readonly questions: ReadonlyArray<{ readonly text: string, readonly reason: AskReason, readonly predecessor: { readonly name: string } | null, readonly candidates: ReadonlyArray<{ readonly agencyName: string, readonly agencyCode: string, readonly address: string, readonly score: number, readonly reason: MatchReason, readonly predecessor: { readonly name: string } | null, readonly channels: ReadonlyArray<{ readonly kind: string | null, readonly channel: Channel }> }> }>, readonly blanks: ReadonlyArray<{ readonly text: string, readonly reason: BlankReason, readonly agency: { readonly name: string } | null }>, readonly memories: ReadonlyArray<{ readonly text: string, readonly chosenBy: string, readonly chosenAt: string }> }> };

export type RecipientFragment = { readonly agencyName: string, readonly agencyCode: string, readonly address: string, readonly score: number, readonly reason: MatchReason, readonly predecessor: { readonly name: string } | null, readonly channels: ReadonlyArray<{ readonly kind: string | null, readonly channel: Channel }> };

export type SecrecyCountsQueryVariables = Exact<{
  agency: string;
}>;


export type SecrecyCountsQuery = { readonly secrecyCounts:
    | { readonly __typename: 'AgencyNotFound', readonly code: string }
    | { readonly __typename: 'ForbiddenError', readonly code: string }
    | { readonly __typename: 'SecrecyCounts', readonly since: string, readonly until: string, readonly blocked: number, readonly refused: number, readonly removed: number, readonly cleared: number, readonly declared: number, readonly agency: { readonly code: string, readonly name: string } }
   };

export type SentFactsFragment = { readonly messageId: string, readonly sentAt: string, readonly recipients: ReadonlyArray<{ readonly name: string, readonly agencyCode: string, readonly steps: ReadonlyArray<{ readonly state: WayState, readonly at: string, readonly toldBy: string }>, readonly replacement: { readonly isSent: boolean, readonly steps: ReadonlyArray<{ readonly state: WayState, readonly at: string, readonly toldBy: string }> } | null }>, readonly recalls: ReadonlyArray<{ readonly act: Act, readonly at: string, readonly reason: string, readonly replacedBy: string, readonly sentAt: string | null, readonly paperSymbol: string, readonly paperOn: string | null }> };

export type SentLettersQueryVariables = Exact<{
  agency: string;
  messageIds: ReadonlyArray<string> | string;
}>;


export type SentLettersQuery = { readonly sentLetters:
    | { readonly __typename: 'AgencyNotFound', readonly code: string }
    | { readonly __typename: 'ForbiddenError', readonly code: string }
    | { readonly __typename: 'InputError', readonly code: string, readonly message: string }
    | { readonly __typename: 'SentLetters', readonly letters: ReadonlyArray<{ readonly messageId: string, readonly sentAt: string, readonly recipients: ReadonlyArray<{ readonly name: string, readonly agencyCode: string, readonly steps: ReadonlyArray<{ readonly state: WayState, readonly at: string, readonly toldBy: string }>, readonly replacement: { readonly isSent: boolean, readonly steps: ReadonlyArray<{ readonly state: WayState, readonly at: string, readonly toldBy: string }> } | null }>, readonly recalls: ReadonlyArray<{ readonly act: Act, readonly at: string, readonly reason: string, readonly replacedBy: string, readonly sentAt: string | null, readonly paperSymbol: string, readonly paperOn: string | null }> }> }
   };

export type ShieldedLettersQueryVariables = Exact<{
  agency: string;
}>;


export type ShieldedLettersQuery = { readonly shieldedLetters:
    | { readonly __typename: 'AgencyNotFound', readonly code: string }
    | { readonly __typename: 'ForbiddenError', readonly code: string }
    | { readonly __typename: 'InputError', readonly code: string }
    | { readonly __typename: 'Letters', readonly letters: ReadonlyArray<{ readonly id: string, readonly referenceCode: string, readonly senderClass: SenderClass, readonly sender: string, readonly mailbox: string, readonly messageId: string, readonly receivedAt: string, readonly standing: Standing, readonly expected: Expected, readonly awaitsAnswer: boolean, readonly matter: string, readonly urgency: string, readonly dueAt: string | null, readonly receiptDueAt: string | null, readonly taskDueOn: string | null, readonly acknowledgedAt: string | null, readonly answeredAt: string | null, readonly answeredBy: AnsweredBy | null, readonly settledAt: string | null, readonly workingSeconds: number, readonly overdue: boolean, readonly disputed: boolean, readonly closedBecause: string, readonly passedTo: string, readonly cameFrom: string, readonly recalled: string, readonly registerNumber: string, readonly paperSymbol: string, readonly paperOn: string | null, readonly dossiers: ReadonlyArray<string>, readonly satisfied: boolean | null, readonly shielded: boolean | null }> }
   };

export type SilentMailboxesQueryVariables = Exact<{ [key: string]: never; }>;


export type SilentMailboxesQuery = { readonly silentMailboxes: ReadonlyArray<{ readonly address: string, readonly way: SilentWay, readonly since: string, readonly foundAt: string, readonly longestSeconds: number, readonly gaps: number }> };

export type StateLineReasonMutationVariables = Exact<{
  agency: string;
  document: string;
  lines: ReadonlyArray<number> | number;
  reason?: CoverageReason | null | undefined;
  person: string;
}>;


export type StateLineReasonMutation = { readonly stateLineReason:
    | { readonly __typename: 'AgencyNotFound', readonly code: string }
    | { readonly __typename: 'ForbiddenError', readonly code: string }
    | { readonly __typename: 'InputError', readonly code: string, readonly message: string }
    | { readonly __typename: 'IssuedDocumentNotFound', readonly code: string }
    | { readonly __typename: 'IssuedNoted', readonly document: { readonly id: string, readonly symbol: string, readonly kind: string, readonly issuedOn: string, readonly pages: number | null, readonly copies: number, readonly recordedAt: string, readonly recordedBy: string, readonly messages: number, readonly recalled: Act | null, readonly link: { readonly url: string, readonly state: LinkState, readonly checkedAt: string | null } | null, readonly lines: ReadonlyArray<{ readonly ordinal: number, readonly entry: number, readonly text: string, readonly recipientCode: string, readonly recipientName: string, readonly address: string, readonly coverage: Coverage, readonly covered: boolean, readonly at: string | null, readonly reason: CoverageReason | null }>, readonly saved: { readonly pages: number, readonly copies: number, readonly recipients: number, readonly sheets: number, readonly sheetsTwoSided: number } | null } }
   };

export type StateRegisterReasonMutationVariables = Exact<{
  agency: string;
  issuedOn: string;
  symbol: string;
  reason?: CoverageReason | null | undefined;
  person: string;
}>;


export type StateRegisterReasonMutation = { readonly stateRegisterReason:
    | { readonly __typename: 'AgencyNotFound', readonly code: string }
    | { readonly __typename: 'ForbiddenError', readonly code: string }
    | { readonly __typename: 'InputError', readonly code: string, readonly message: string }
    | { readonly __typename: 'RegisterEntryNotFound', readonly code: string }
    | { readonly __typename: 'UnmailedPapers', readonly papers: ReadonlyArray<{ readonly symbol: string, readonly kind: string, readonly issuedOn: string, readonly document: string | null, readonly reason: CoverageReason | null }> }
   };

export type UnmailedPapersQueryVariables = Exact<{
  agency: string;
  since: string;
  until: string;
}>;


export type UnmailedPapersQuery = { readonly unmailedPapers:
    | { readonly __typename: 'AgencyNotFound', readonly code: string }
    | { readonly __typename: 'ForbiddenError', readonly code: string }
    | { readonly __typename: 'InputError', readonly code: string, readonly message: string }
    | { readonly __typename: 'UnmailedPapers', readonly papers: ReadonlyArray<{ readonly symbol: string, readonly kind: string, readonly issuedOn: string, readonly document: string | null, readonly reason: CoverageReason | null }> }
   };

/** What the backend answers by id; the types exist for the compiler only. */
export interface Operation<Result, Variables> {
	readonly id: string;
	readonly types?: { readonly result: Result; readonly variables: Variables };
}

export const AddressHealthOperation: Operation<AddressHealthQuery, AddressHealthQueryVariables> = {
	id: "d582508be61b4070f3c16296d91398547589990e5ac0dca1d45cbaf83b026de9",
};

export const AgencyNewsOperation: Operation<AgencyNewsQuery, AgencyNewsQueryVariables> = {
	id: "3a14609f0a397031be66997b8cad5c669795e23c387e2e0c108df3f38d8fa917",
};

export const ApologyDraftOperation: Operation<ApologyDraftQuery, ApologyDraftQueryVariables> = {
	id: "d3aba48e57b38c227dd9e719130f75a5dc818355f22f8d1c6998147f53eff3d6",
};

export const CheckRecipientsOperation: Operation<CheckRecipientsQuery, CheckRecipientsQueryVariables> = {
	id: "d9b2b22892592dd749fc27901fd0c4a3690f84184442a36b6ec69a2b3d61fac8",
};

export const ClearancesOperation: Operation<ClearancesQuery, ClearancesQueryVariables> = {
	id: "6b8a790e370a39b85d41ef9cca9a7c3ecad1a83d4b691613fc973d4f6b8575da",
};

export const CountInShadowOperation: Operation<CountInShadowMutation, CountInShadowMutationVariables> = {
	id: "4ea8d5be26ec86225859ff681df865f31d0084dada9d8e3c0e0466f213421924",
};

export const DashboardFiguresOperation: Operation<DashboardFiguresQuery, DashboardFiguresQueryVariables> = {
	id: "1a6cce37bd00c728bd7d83efa0795b5b4c383af80f4b78886eafd006fd3a9a2c",
};

export const DeclareOperation: Operation<DeclareMutation, DeclareMutationVariables> = {
	id: "66708c71934594bd66812dfa736a4a850466e075fb602f0f0ba4f62b9d368f6f",
};

export const DirectiveOperation: Operation<DirectiveQuery, DirectiveQueryVariables> = {
	id: "9fb7a47ab54febd2261e15510c75bb49e565b5cadb5187f193a2e0550156f4f4",
};

export const DirectoryChangesOperation: Operation<DirectoryChangesQuery, DirectoryChangesQueryVariables> = {
	id: "b04af58d9ff97bef8f8fefb3a20610743e6f39c3777e1992ebb2465005b70964",
};

export const DirectorySearchOperation: Operation<DirectorySearchQuery, DirectorySearchQueryVariables> = {
	id: "1d6f71143888235c8d86d26ed5e024e3c1e754a86752b20c9c910f9c99a7e362",
};

export const DueLettersOperation: Operation<DueLettersQuery, DueLettersQueryVariables> = {
	id: "23f60c4b94c9b296347da49acddd4e6a4d216ef7713fa7f4e347b7bb3f3ef9d0",
};

export const EmulationOperation: Operation<EmulationQuery, EmulationQueryVariables> = {
	id: "dc83dfcbe53bc89b6cfaf827488b8d902a0002565d19b0562de251a99bb6b31a",
};

export const FigureAgenciesOperation: Operation<FigureAgenciesQuery, FigureAgenciesQueryVariables> = {
	id: "5923aab2cfbcca5997bef1944cc7ce052fa41e0dada712a79b69907fa761c692",
};

export const FigureLettersOperation: Operation<FigureLettersQuery, FigureLettersQueryVariables> = {
	id: "dc5646b2ecc5f6b434ec0ab0628063e32c21dfa4887cf1e0e38d403024753046",
};

export const FiguresOperation: Operation<FiguresQuery, FiguresQueryVariables> = {
	id: "ef4d33a78c277b5e49c1f1b73961ceb466b7b8ee98f3f41333bbab57bc211f3b",
};

export const ForgetRecipientsOperation: Operation<ForgetRecipientsMutation, ForgetRecipientsMutationVariables> = {
	id: "15e09de8970f072dfd824f2a24defcda452e125d9f963bd3fd2d21413e601dc2",
};

export const GateDifferencesOperation: Operation<GateDifferencesQuery, GateDifferencesQueryVariables> = {
	id: "f33a7fe232428275325947b15cfdde1e75410ad725d39764ab705256e2856da9",
};

export const ImportRegisterOperation: Operation<ImportRegisterMutation, ImportRegisterMutationVariables> = {
	id: "701a8ec7157316ad7db81d93a15d6939d476f1b9aecc337cf33dd1006403d37e",
};

export const IssuedDocumentsOperation: Operation<IssuedDocumentsQuery, IssuedDocumentsQueryVariables> = {
	id: "a898b2516aa16b5680ab1b5e21fa5859fe6773161e1578a906c4b2b10be82384",
};

export const LetterActsOperation: Operation<LetterActsQuery, LetterActsQueryVariables> = {
	id: "25978ed0a9553d3fdd29b72673b98c005b356ee8ab005370caef6ea871e01f7f",
};

export const LetterClockOperation: Operation<LetterClockQuery, LetterClockQueryVariables> = {
	id: "9d113f11d11b7e2cf91ab8c512f004d21e2bfd2800cbfec819e1f54cdbc6e6f2",
};

export const LetterNewsOperation: Operation<LetterNewsSubscription, LetterNewsSubscriptionVariables> = {
	id: "5f694d721f4d89b39e5c233c0153c5850e291efc539619ac374322fe007a186a",
};

export const LettersByMessageOperation: Operation<LettersByMessageQuery, LettersByMessageQueryVariables> = {
	id: "8a0e660952980eb0e40d955a8d11fa2d8f40dfc9e79f1482f4f191c990902349",
};

export const LettersOfPapersOperation: Operation<LettersOfPapersQuery, LettersOfPapersQueryVariables> = {
	id: "cd9d557b18ef49a19ac191e9a2d73d60ee2dd634cba85ebe7adb72f2d2fc3edf",
};

export const MailboxChecksOperation: Operation<MailboxChecksQuery, MailboxChecksQueryVariables> = {
	id: "de00c6d70b80b819781fb9fd378e0ebd273718343ff4b0b688da970b4963a3cd",
};

export const MattersOperation: Operation<MattersQuery, MattersQueryVariables> = {
	id: "08c23a995577fb4f531ebe3151da8c252987f7c5cc3538b9289e595ece9f0118",
};

export const MeOperation: Operation<MeQuery, MeQueryVariables> = {
	id: "ed600e32975b1e21528abbc047043a8ab10d504ef3d07071180d85605227ea31",
};

export const NamedReceiversOperation: Operation<NamedReceiversQuery, NamedReceiversQueryVariables> = {
	id: "182fe98f51a4e9ad514dbfe006b01adacc63642b82ab10f0aa36a189ce4118b5",
};

export const NoteActOperation: Operation<NoteActMutation, NoteActMutationVariables> = {
	id: "3f2efc90855a55244163490cd92d948655102490ca4e54e15bbe69edb46db898",
};

export const NoteMailboxCheckOperation: Operation<NoteMailboxCheckMutation, NoteMailboxCheckMutationVariables> = {
	id: "0aa6509709a34e8968000e244183304b96d40a98f2a569b21958e250642b1f9f",
};

export const NumberGapsOperation: Operation<NumberGapsQuery, NumberGapsQueryVariables> = {
	id: "70bb00264566d417ceeabea3bd8b52cb5e06d99b043741b30c6fc327c4c2a63d",
};

export const OfficialAddressOperation: Operation<OfficialAddressQuery, OfficialAddressQueryVariables> = {
	id: "d7ec318f138225298f6aca2fd5bfb1a13d739d62deaf6e4daeea9c7a223a74c7",
};

export const OpenLettersOperation: Operation<OpenLettersQuery, OpenLettersQueryVariables> = {
	id: "da61ca9cadcdcc1dc1b67dd096c47ca36fde37cc6578946153cf305b4f0c98f5",
};

export const ProtectionOperation: Operation<ProtectionQuery, ProtectionQueryVariables> = {
	id: "a62c4978564cba54af532e5b92604a203b20e0778ba8d6c74c0ad745a0528b0a",
};

export const PublishLinkOperation: Operation<PublishLinkMutation, PublishLinkMutationVariables> = {
	id: "e82d140c96ab255534f40760d21b2525f1fd250e08d33f3f196186dda200f587",
};

export const RecallSentOperation: Operation<RecallSentMutation, RecallSentMutationVariables> = {
	id: "0b227f7b79cb5da437016f80d705f981efda437b9d534878a2a0c92e9617eb3b",
};

export const RecordIssuedOperation: Operation<RecordIssuedMutation, RecordIssuedMutationVariables> = {
	id: "ea6e31690a94222ca365947a3b0560be8787bca159a1aaa819743ce4c64ca514",
};

export const RememberRecipientsOperation: Operation<RememberRecipientsMutation, RememberRecipientsMutationVariables> = {
	id: "2e0d1bc93df38445a8884f3d8bcb7d7f1add410aa06b8a6d911ef0875d847109",
};

export const ReplacementsOperation: Operation<ReplacementsQuery, ReplacementsQueryVariables> = {
	id: "061171c6af777601cd8cfa267661fcb7de49dac07ecf974f6bc2a3def3acc370",
};

export const ReportFalseAlarmOperation: Operation<ReportFalseAlarmMutation, ReportFalseAlarmMutationVariables> = {
	id: "a9e70c56a0c786d81516ec39c7482a91e2c002f1fc1e0987072f1ff4338b50a4",
};

export const ReportProtectionOperation: Operation<ReportProtectionMutation, ReportProtectionMutationVariables> = {
	id: "930aeb8353e77895327b827bfec4c924808994dca077ced5f6791c5aee229c51",
};

export const ReportVerdictsOperation: Operation<ReportVerdictsMutation, ReportVerdictsMutationVariables> = {
	id: "8b284602725fdb4139a466028ae4a8fbc68a8283753a87967c794bdd37d8c032",
};

export const ResolveRecipientsOperation: Operation<ResolveRecipientsQuery, ResolveRecipientsQueryVariables> = {
	id: "d41860b13f0bb81d4db0a21fcc49dab7fd191ca37ab4f09ddc997582dda5e9a2",
};

export const SecrecyCountsOperation: Operation<SecrecyCountsQuery, SecrecyCountsQueryVariables> = {
	id: "c318781246f799eeea2d93c82c6d3ac0293f751a7328db07775aa30e623cadce",
};

export const SentLettersOperation: Operation<SentLettersQuery, SentLettersQueryVariables> = {
	id: "4ff674b10049c17d2e8c2552327ea6401957db106ab03298cf8de6f4bc05544a",
};

export const ShieldedLettersOperation: Operation<ShieldedLettersQuery, ShieldedLettersQueryVariables> = {
	id: "a5d90b8f87c42c5f007cc28bff73d3f5c01ab0f047c16d47d08fb687ae1a6dbc",
};

export const SilentMailboxesOperation: Operation<SilentMailboxesQuery, SilentMailboxesQueryVariables> = {
	id: "8c24a1ffdf8f72fa16f4566b3596a18b6b9002e1e668600421fe98ae211c94c9",
};

export const StateLineReasonOperation: Operation<StateLineReasonMutation, StateLineReasonMutationVariables> = {
	id: "3ac501208f19d0b8cac0dc3e1fb3462a1b816b1f8deb5f62ca8ae6e8e3a1fc43",
};

export const StateRegisterReasonOperation: Operation<StateRegisterReasonMutation, StateRegisterReasonMutationVariables> = {
	id: "91c60c3c61b9f9e791d840f706deeeb0fa631cd117b448a9afee566473e3025e",
};

export const UnmailedPapersOperation: Operation<UnmailedPapersQuery, UnmailedPapersQueryVariables> = {
	id: "e33865bf5779c9cf04589468b45e8a744889176349b417ad3cb8bdee92ffead1",
};