// @vitest-environment happy-dom
import { beforeEach, expect, it } from "vitest";
import { verdictReport } from "../core/index.ts";
import { FakeBackend } from "../ui/testing/fake_letter.ts";
import { finding } from "../ui/testing/findings.ts";
import { ReportVerdictsOperation } from "./generated.ts";
import { ReportQueue } from "./report_queue.ts";
import { waitingReports } from "./waiting_reports.ts";

beforeEach(() => localStorage.clear());

it("reports wait from the first one kept until the last one is delivered", async () => {
	const backend = new FakeBackend();
	const queue = new ReportQueue(localStorage, "a@thainguyen.gov.vn", backend);
	expect(waitingReports(localStorage, "a@thainguyen.gov.vn")).toBe(false);
	queue.add([verdictReport(finding(), "allow", "2026.11.3")]);
	expect(waitingReports(localStorage, "a@thainguyen.gov.vn")).toBe(true);
	expect(waitingReports(localStorage, "b@thainguyen.gov.vn")).toBe(false);
	backend.answers(ReportVerdictsOperation, () => ({
		reportVerdicts: { __typename: "VerdictsReported" as const, count: 1 },
	}));
	await queue.flush();
	expect(waitingReports(localStorage, "a@thainguyen.gov.vn")).toBe(false);
});
