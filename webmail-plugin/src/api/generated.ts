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

export type Channel =
  | 'MAIL'
  | 'PAPER'
  | 'SYSTEM';

export type CountedAs =
  | 'ANSWERED'
  | 'CLOSED'
  | 'OPEN';

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

export type Language =
  | 'EN'
  | 'VI';

export type MailboxKind =
  | 'AGENCY'
  | 'PERSONAL'
  | 'ROLE';

/** A paper taken back (RECALLED), replaced or corrected. `id` is the client's own; `reason` is of a closed list; `replacedBy`: the Message-ID of the paper that goes instead, if it was sent already. */
export type RecallInput = {
  readonly act: Act;
  readonly id: string;
  readonly messageId: string;
  readonly person: string;
  readonly reason: string;
  readonly replacedBy?: string;
};

export type Ring =
  | 'OFFICIAL'
  | 'OTHER'
  | 'PROVINCE';

export type Role =
  | 'CLERK'
  | 'DELEGATE'
  | 'DEPUTY'
  | 'HEAD'
  | 'IT_ADMIN'
  | 'IT_OFFICER'
  | 'NAMED_RECEIVER'
  | 'OFFICIAL'
  | 'RECEIVER'
  | 'SECRETS_OFFICER'
  | 'UNIT_HEAD';

export type SenderClass =
  | 'AGENCY'
  | 'BUSINESS'
  | 'CITIZEN';

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


export type CheckRecipientsQuery = { readonly checkRecipients: ReadonlyArray<{ readonly address: string, readonly ring: Ring, readonly agencyName: string | null, readonly officialInstead: { readonly name: string, readonly address: string } | null }> };

export type ClearancesQueryVariables = Exact<{ [key: string]: never; }>;


export type ClearancesQuery = { readonly clearances: ReadonlyArray<{ readonly fingerprint: string, readonly decisionNumber: string, readonly validUntil: string }> };

export type DeclareMutationVariables = Exact<{
  declaration: Declaration;
}>;


export type DeclareMutation = { readonly declare:
    | { readonly __typename: 'Declared', readonly id: string, readonly expiresAt: string }
    | { readonly __typename: 'ForbiddenError', readonly code: string }
    | { readonly __typename: 'InputError', readonly code: string }
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
    | { readonly __typename: 'Letters', readonly letters: ReadonlyArray<{ readonly id: string, readonly referenceCode: string, readonly senderClass: SenderClass, readonly sender: string, readonly mailbox: string, readonly messageId: string, readonly receivedAt: string, readonly standing: Standing, readonly expected: Expected, readonly awaitsAnswer: boolean, readonly matter: string, readonly urgency: string, readonly dueAt: string | null, readonly receiptDueAt: string | null, readonly taskDueOn: string | null, readonly acknowledgedAt: string | null, readonly answeredAt: string | null, readonly answeredBy: AnsweredBy | null, readonly settledAt: string | null, readonly workingSeconds: number, readonly overdue: boolean, readonly disputed: boolean, readonly closedBecause: string, readonly passedTo: string, readonly cameFrom: string, readonly recalled: string, readonly registerNumber: string, readonly paperSymbol: string, readonly paperOn: string | null, readonly dossiers: ReadonlyArray<string>, readonly satisfied: boolean | null }> }
   };

export type FigureLettersQueryVariables = Exact<{
  agency: string;
  since: string;
  until: string;
  senderClass: SenderClass;
  matter?: string | null | undefined;
}>;


export type FigureLettersQuery = { readonly figureLetters:
    | { readonly __typename: 'AgencyNotFound', readonly code: string }
    | { readonly __typename: 'FigureLetters', readonly count: number, readonly letters: ReadonlyArray<{ readonly id: string, readonly receivedAt: string, readonly countedAs: CountedAs, readonly workingSeconds: number | null }> }
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

export type GateDifferencesQueryVariables = Exact<{
  agency: string;
}>;


export type GateDifferencesQuery = { readonly gateDifferences:
    | { readonly __typename: 'AgencyNotFound', readonly code: string }
    | { readonly __typename: 'ForbiddenError', readonly code: string }
    | { readonly __typename: 'GateDifferences', readonly agency: { readonly code: string, readonly name: string }, readonly differences: ReadonlyArray<{ readonly submittedAt: string, readonly login: string, readonly fingerprint: string, readonly action: Action, readonly bundle: string }> }
   };

export type LetterActsQueryVariables = Exact<{
  letter: string;
}>;


export type LetterActsQuery = { readonly letterActs:
    | { readonly __typename: 'ForbiddenError', readonly code: string }
    | { readonly __typename: 'LetterActs', readonly acts: ReadonlyArray<{ readonly id: string, readonly act: Act, readonly at: string, readonly by: string | null, readonly reason: string, readonly dueOn: string | null, readonly channel: string }> }
    | { readonly __typename: 'LetterNotFound', readonly code: string }
   };

export type LetterClockQueryVariables = Exact<{
  letter: string;
}>;


export type LetterClockQuery = { readonly letterClock:
    | { readonly __typename: 'ForbiddenError', readonly code: string }
    | { readonly __typename: 'LetterClock', readonly letter: { readonly id: string, readonly referenceCode: string, readonly senderClass: SenderClass, readonly sender: string, readonly mailbox: string, readonly messageId: string, readonly receivedAt: string, readonly standing: Standing, readonly expected: Expected, readonly awaitsAnswer: boolean, readonly matter: string, readonly urgency: string, readonly dueAt: string | null, readonly receiptDueAt: string | null, readonly taskDueOn: string | null, readonly acknowledgedAt: string | null, readonly answeredAt: string | null, readonly answeredBy: AnsweredBy | null, readonly settledAt: string | null, readonly workingSeconds: number, readonly overdue: boolean, readonly disputed: boolean, readonly closedBecause: string, readonly passedTo: string, readonly cameFrom: string, readonly recalled: string, readonly registerNumber: string, readonly paperSymbol: string, readonly paperOn: string | null, readonly dossiers: ReadonlyArray<string>, readonly satisfied: boolean | null }, readonly steps: ReadonlyArray<{ readonly from: string, readonly to: string, readonly counted: boolean, readonly reason: string }> }
    | { readonly __typename: 'LetterNotFound', readonly code: string }
   };

export type LetterFactsFragment = { readonly id: string, readonly referenceCode: string, readonly senderClass: SenderClass, readonly sender: string, readonly mailbox: string, readonly messageId: string, readonly receivedAt: string, readonly standing: Standing, readonly expected: Expected, readonly awaitsAnswer: boolean, readonly matter: string, readonly urgency: string, readonly dueAt: string | null, readonly receiptDueAt: string | null, readonly taskDueOn: string | null, readonly acknowledgedAt: string | null, readonly answeredAt: string | null, readonly answeredBy: AnsweredBy | null, readonly settledAt: string | null, readonly workingSeconds: number, readonly overdue: boolean, readonly disputed: boolean, readonly closedBecause: string, readonly passedTo: string, readonly cameFrom: string, readonly recalled: string, readonly registerNumber: string, readonly paperSymbol: string, readonly paperOn: string | null, readonly dossiers: ReadonlyArray<string>, readonly satisfied: boolean | null };

export type LettersByMessageQueryVariables = Exact<{
  agency: string;
  messageIds: ReadonlyArray<string> | string;
}>;


export type LettersByMessageQuery = { readonly lettersByMessage:
    | { readonly __typename: 'AgencyNotFound', readonly code: string }
    | { readonly __typename: 'ForbiddenError', readonly code: string }
    | { readonly __typename: 'InputError', readonly code: string }
    | { readonly __typename: 'Letters', readonly letters: ReadonlyArray<{ readonly id: string, readonly referenceCode: string, readonly senderClass: SenderClass, readonly sender: string, readonly mailbox: string, readonly messageId: string, readonly receivedAt: string, readonly standing: Standing, readonly expected: Expected, readonly awaitsAnswer: boolean, readonly matter: string, readonly urgency: string, readonly dueAt: string | null, readonly receiptDueAt: string | null, readonly taskDueOn: string | null, readonly acknowledgedAt: string | null, readonly answeredAt: string | null, readonly answeredBy: AnsweredBy | null, readonly settledAt: string | null, readonly workingSeconds: number, readonly overdue: boolean, readonly disputed: boolean, readonly closedBecause: string, readonly passedTo: string, readonly cameFrom: string, readonly recalled: string, readonly registerNumber: string, readonly paperSymbol: string, readonly paperOn: string | null, readonly dossiers: ReadonlyArray<string>, readonly satisfied: boolean | null }> }
   };

export type LettersOfPapersQueryVariables = Exact<{
  agency: string;
  symbols: ReadonlyArray<string> | string;
}>;


export type LettersOfPapersQuery = { readonly lettersOfPapers:
    | { readonly __typename: 'AgencyNotFound', readonly code: string }
    | { readonly __typename: 'ForbiddenError', readonly code: string }
    | { readonly __typename: 'InputError', readonly code: string }
    | { readonly __typename: 'Letters', readonly letters: ReadonlyArray<{ readonly id: string, readonly referenceCode: string, readonly senderClass: SenderClass, readonly sender: string, readonly mailbox: string, readonly messageId: string, readonly receivedAt: string, readonly standing: Standing, readonly expected: Expected, readonly awaitsAnswer: boolean, readonly matter: string, readonly urgency: string, readonly dueAt: string | null, readonly receiptDueAt: string | null, readonly taskDueOn: string | null, readonly acknowledgedAt: string | null, readonly answeredAt: string | null, readonly answeredBy: AnsweredBy | null, readonly settledAt: string | null, readonly workingSeconds: number, readonly overdue: boolean, readonly disputed: boolean, readonly closedBecause: string, readonly passedTo: string, readonly cameFrom: string, readonly recalled: string, readonly registerNumber: string, readonly paperSymbol: string, readonly paperOn: string | null, readonly dossiers: ReadonlyArray<string>, readonly satisfied: boolean | null }> }
   };

export type MattersQueryVariables = Exact<{ [key: string]: never; }>;


export type MattersQuery = { readonly matters: ReadonlyArray<{ readonly key: string, readonly name: string, readonly days: number, readonly workingDays: boolean, readonly basis: string, readonly needsPaper: boolean, readonly phrases: ReadonlyArray<string> }> };

export type MeQueryVariables = Exact<{ [key: string]: never; }>;


export type MeQuery = { readonly me: { readonly login: string, readonly roles: ReadonlyArray<Role>, readonly agency: { readonly code: string, readonly name: string } | null, readonly headOf: ReadonlyArray<{ readonly code: string, readonly name: string }>, readonly mailboxes: ReadonlyArray<{ readonly address: string, readonly kind: MailboxKind, readonly agency: { readonly code: string, readonly name: string } }>, readonly people: ReadonlyArray<{ readonly id: string, readonly name: string, readonly post: string }> } };

export type NoteActMutationVariables = Exact<{
  act: ActInput;
}>;


export type NoteActMutation = { readonly noteAct:
    | { readonly __typename: 'ActNoted', readonly letter: { readonly id: string, readonly referenceCode: string, readonly senderClass: SenderClass, readonly sender: string, readonly mailbox: string, readonly messageId: string, readonly receivedAt: string, readonly standing: Standing, readonly expected: Expected, readonly awaitsAnswer: boolean, readonly matter: string, readonly urgency: string, readonly dueAt: string | null, readonly receiptDueAt: string | null, readonly taskDueOn: string | null, readonly acknowledgedAt: string | null, readonly answeredAt: string | null, readonly answeredBy: AnsweredBy | null, readonly settledAt: string | null, readonly workingSeconds: number, readonly overdue: boolean, readonly disputed: boolean, readonly closedBecause: string, readonly passedTo: string, readonly cameFrom: string, readonly recalled: string, readonly registerNumber: string, readonly paperSymbol: string, readonly paperOn: string | null, readonly dossiers: ReadonlyArray<string>, readonly satisfied: boolean | null } }
    | { readonly __typename: 'ForbiddenError', readonly code: string }
    | { readonly __typename: 'InputError', readonly code: string, readonly message: string }
    | { readonly __typename: 'LetterNotFound', readonly code: string }
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
    | { readonly __typename: 'OpenLetters', readonly agency: { readonly code: string, readonly name: string }, readonly letters: ReadonlyArray<{ readonly id: string, readonly referenceCode: string, readonly senderClass: SenderClass, readonly sender: string, readonly mailbox: string, readonly messageId: string, readonly receivedAt: string, readonly standing: Standing, readonly expected: Expected, readonly awaitsAnswer: boolean, readonly matter: string, readonly urgency: string, readonly dueAt: string | null, readonly receiptDueAt: string | null, readonly taskDueOn: string | null, readonly acknowledgedAt: string | null, readonly answeredAt: string | null, readonly answeredBy: AnsweredBy | null, readonly settledAt: string | null, readonly workingSeconds: number, readonly overdue: boolean, readonly disputed: boolean, readonly closedBecause: string, readonly passedTo: string, readonly cameFrom: string, readonly recalled: string, readonly registerNumber: string, readonly paperSymbol: string, readonly paperOn: string | null, readonly dossiers: ReadonlyArray<string>, readonly satisfied: boolean | null }> }
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
    | { readonly __typename: 'SentLetters', readonly letters: ReadonlyArray<{ readonly messageId: string, readonly sentAt: string, readonly recipients: ReadonlyArray<{ readonly name: string, readonly agencyCode: string, readonly steps: ReadonlyArray<{ readonly state: WayState, readonly at: string, readonly toldBy: string }> }>, readonly recalls: ReadonlyArray<{ readonly act: Act, readonly at: string, readonly reason: string, readonly replacedBy: string }> }> }
   };

export type ReportFalseAlarmMutationVariables = Exact<{
  alarm: FalseAlarmReport;
}>;


export type ReportFalseAlarmMutation = { readonly reportFalseAlarm:
    | { readonly __typename: 'FalseAlarmReported', readonly id: string }
    | { readonly __typename: 'InputError', readonly code: string, readonly message: string }
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
}>;


export type ResolveRecipientsQuery = { readonly resolveRecipients: ReadonlyArray<{ readonly text: string, readonly group: boolean, readonly internal: boolean, readonly matches: ReadonlyArray<{ readonly agencyName: string, readonly agencyCode: string, readonly address: string, readonly score: number, readonly channels: ReadonlyArray<{ readonly kind: string | null, readonly channel: Channel }> }> }> };

export type SentFactsFragment = { readonly messageId: string, readonly sentAt: string, readonly recipients: ReadonlyArray<{ readonly name: string, readonly agencyCode: string, readonly steps: ReadonlyArray<{ readonly state: WayState, readonly at: string, readonly toldBy: string }> }>, readonly recalls: ReadonlyArray<{ readonly act: Act, readonly at: string, readonly reason: string, readonly replacedBy: string }> };

export type SentLettersQueryVariables = Exact<{
  agency: string;
  messageIds: ReadonlyArray<string> | string;
}>;


export type SentLettersQuery = { readonly sentLetters:
    | { readonly __typename: 'AgencyNotFound', readonly code: string }
    | { readonly __typename: 'ForbiddenError', readonly code: string }
    | { readonly __typename: 'InputError', readonly code: string, readonly message: string }
    | { readonly __typename: 'SentLetters', readonly letters: ReadonlyArray<{ readonly messageId: string, readonly sentAt: string, readonly recipients: ReadonlyArray<{ readonly name: string, readonly agencyCode: string, readonly steps: ReadonlyArray<{ readonly state: WayState, readonly at: string, readonly toldBy: string }> }>, readonly recalls: ReadonlyArray<{ readonly act: Act, readonly at: string, readonly reason: string, readonly replacedBy: string }> }> }
   };

export type ShieldedLettersQueryVariables = Exact<{
  agency: string;
}>;


export type ShieldedLettersQuery = { readonly shieldedLetters:
    | { readonly __typename: 'AgencyNotFound', readonly code: string }
    | { readonly __typename: 'ForbiddenError', readonly code: string }
    | { readonly __typename: 'InputError', readonly code: string }
    | { readonly __typename: 'Letters', readonly letters: ReadonlyArray<{ readonly id: string, readonly referenceCode: string, readonly senderClass: SenderClass, readonly sender: string, readonly mailbox: string, readonly messageId: string, readonly receivedAt: string, readonly standing: Standing, readonly expected: Expected, readonly awaitsAnswer: boolean, readonly matter: string, readonly urgency: string, readonly dueAt: string | null, readonly receiptDueAt: string | null, readonly taskDueOn: string | null, readonly acknowledgedAt: string | null, readonly answeredAt: string | null, readonly answeredBy: AnsweredBy | null, readonly settledAt: string | null, readonly workingSeconds: number, readonly overdue: boolean, readonly disputed: boolean, readonly closedBecause: string, readonly passedTo: string, readonly cameFrom: string, readonly recalled: string, readonly registerNumber: string, readonly paperSymbol: string, readonly paperOn: string | null, readonly dossiers: ReadonlyArray<string>, readonly satisfied: boolean | null }> }
   };

/** What the backend answers by id; the types exist for the compiler only. */
export interface Operation<Result, Variables> {
	readonly id: string;
	readonly types?: { readonly result: Result; readonly variables: Variables };
}

export const ApologyDraftOperation: Operation<ApologyDraftQuery, ApologyDraftQueryVariables> = {
	id: "d3aba48e57b38c227dd9e719130f75a5dc818355f22f8d1c6998147f53eff3d6",
};

export const CheckRecipientsOperation: Operation<CheckRecipientsQuery, CheckRecipientsQueryVariables> = {
	id: "8b03e4e4a1af94c35efee00a8993da2012a0c42c1c552bd6be5aecb5243d7000",
};

export const ClearancesOperation: Operation<ClearancesQuery, ClearancesQueryVariables> = {
	id: "6b8a790e370a39b85d41ef9cca9a7c3ecad1a83d4b691613fc973d4f6b8575da",
};

export const DeclareOperation: Operation<DeclareMutation, DeclareMutationVariables> = {
	id: "66708c71934594bd66812dfa736a4a850466e075fb602f0f0ba4f62b9d368f6f",
};

export const DirectoryChangesOperation: Operation<DirectoryChangesQuery, DirectoryChangesQueryVariables> = {
	id: "b04af58d9ff97bef8f8fefb3a20610743e6f39c3777e1992ebb2465005b70964",
};

export const DirectorySearchOperation: Operation<DirectorySearchQuery, DirectorySearchQueryVariables> = {
	id: "1d6f71143888235c8d86d26ed5e024e3c1e754a86752b20c9c910f9c99a7e362",
};

export const DueLettersOperation: Operation<DueLettersQuery, DueLettersQueryVariables> = {
	id: "c3d397e543f327a9950c7b08ec0096abba9cdc1b71b1c0aac07b10bb958a74d3",
};

export const FigureLettersOperation: Operation<FigureLettersQuery, FigureLettersQueryVariables> = {
	id: "0101c89df232c079330580771d96805c981c42d6f567bd3636c9ce8a788d6d9d",
};

export const FiguresOperation: Operation<FiguresQuery, FiguresQueryVariables> = {
	id: "ef4d33a78c277b5e49c1f1b73961ceb466b7b8ee98f3f41333bbab57bc211f3b",
};

export const GateDifferencesOperation: Operation<GateDifferencesQuery, GateDifferencesQueryVariables> = {
	id: "7ed4d0c15aa6d18661912ca4d597d6b78dfe90d7432a6350bbdba2dd1aa52483",
};

export const LetterActsOperation: Operation<LetterActsQuery, LetterActsQueryVariables> = {
	id: "c5c4b0a85358bffea364a1d30448a44206e8467d04514f9cc913efb51e9d0bb8",
};

export const LetterClockOperation: Operation<LetterClockQuery, LetterClockQueryVariables> = {
	id: "41b2af0c26f7afa3af2514ee1de03e535edac7c49483e802d50131cbfa99ddf9",
};

export const LettersByMessageOperation: Operation<LettersByMessageQuery, LettersByMessageQueryVariables> = {
	id: "9a068b1d011290a0a7c4048098dbb7f3ba1f7ce6e0bf7f721f3c173defd3c98b",
};

export const LettersOfPapersOperation: Operation<LettersOfPapersQuery, LettersOfPapersQueryVariables> = {
	id: "ebc507feb305827c72d88d411691e8e623af025ef3547559cb9d25cf83aea51a",
};

export const MattersOperation: Operation<MattersQuery, MattersQueryVariables> = {
	id: "08c23a995577fb4f531ebe3151da8c252987f7c5cc3538b9289e595ece9f0118",
};

export const MeOperation: Operation<MeQuery, MeQueryVariables> = {
	id: "ed600e32975b1e21528abbc047043a8ab10d504ef3d07071180d85605227ea31",
};

export const NoteActOperation: Operation<NoteActMutation, NoteActMutationVariables> = {
	id: "9258096855bca02fa7f2fbb4f7530dd5527db87dd8a8ba6ac7c8d02724308b92",
};

export const OfficialAddressOperation: Operation<OfficialAddressQuery, OfficialAddressQueryVariables> = {
	id: "d7ec318f138225298f6aca2fd5bfb1a13d739d62deaf6e4daeea9c7a223a74c7",
};

export const OpenLettersOperation: Operation<OpenLettersQuery, OpenLettersQueryVariables> = {
	id: "0a2a4b8340347d2d38eee405d8aca7709ee50e73b52fdfc6b1deec3e62e46f51",
};

export const RecallSentOperation: Operation<RecallSentMutation, RecallSentMutationVariables> = {
	id: "8c9e18acf40b078e9a1a6685f21c9f288bcfa8daa71c4f63a4403e657cfeafb3",
};

export const ReportFalseAlarmOperation: Operation<ReportFalseAlarmMutation, ReportFalseAlarmMutationVariables> = {
	id: "a9e70c56a0c786d81516ec39c7482a91e2c002f1fc1e0987072f1ff4338b50a4",
};

export const ReportVerdictsOperation: Operation<ReportVerdictsMutation, ReportVerdictsMutationVariables> = {
	id: "8b284602725fdb4139a466028ae4a8fbc68a8283753a87967c794bdd37d8c032",
};

export const ResolveRecipientsOperation: Operation<ResolveRecipientsQuery, ResolveRecipientsQueryVariables> = {
	id: "f687335b94743c462c366fabcd3bf7ff5e10eeddd1ef5cd4d0c251c573ab30e8",
};

export const SentLettersOperation: Operation<SentLettersQuery, SentLettersQueryVariables> = {
	id: "83290da52afc417474eee521e1b45d2e7442ffa003df03c9b93b76581b820750",
};

export const ShieldedLettersOperation: Operation<ShieldedLettersQuery, ShieldedLettersQueryVariables> = {
	id: "2b9d55be489115b2edc868ad26839be1cf20cc3604451c159e05853bac133c55",
};