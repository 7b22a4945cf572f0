import { describe, expect, it } from "vitest";
import { Backend } from "./backend.ts";
import { CheckRecipientsOperation, MeOperation } from "./generated.ts";
import { PluginSession } from "./session.ts";

interface Asked {
	readonly url: string;
	readonly authorization: string | null;
	readonly body: unknown;
}

function backend(answers: (() => Response)[]): { backend: Backend; asked: Asked[] } {
	const asked: Asked[] = [];
	let bearers = 0;
	const fetch = async (url: string, init: RequestInit) => {
		if (url.endsWith("/session/plugin")) {
			return Response.json({ token: `b${++bearers}`, expires_at: "2999-01-01T00:00:00Z" });
		}
		const headers = new Headers(init.headers);
		asked.push({ url, authorization: headers.get("authorization"), body: JSON.parse(String(init.body)) });
		const answer = answers[asked.length - 1];
		if (answer === undefined) throw new TypeError("Failed to fetch");
		return answer();
	};
	const session = new PluginSession("https://congvu.example", async () => "jwt", fetch);
	return { backend: new Backend("https://congvu.example", session, fetch), asked };
}

const ANSWER = { data: { checkRecipients: [] } };

describe("a question to the backend", () => {
	it("is an operation id with a bearer, never a document", async () => {
		const { backend: asks, asked } = backend([() => Response.json(ANSWER)]);
		await asks.ask(CheckRecipientsOperation, { addresses: ["a@x.vn"] });
		expect(asked).toEqual([
			{
				url: "https://congvu.example/graphql",
				authorization: "Bearer b1",
				body: { id: CheckRecipientsOperation.id, variables: { addresses: ["a@x.vn"] } },
			},
		]);
	});

	it("signs in again once when the session has ended early", async () => {
		const { backend: asks, asked } = backend([() => new Response(null, { status: 401 }), () => Response.json(ANSWER)]);
		await asks.ask(CheckRecipientsOperation, { addresses: [] });
		expect(asked.map(({ authorization }) => authorization)).toEqual(["Bearer b1", "Bearer b2"]);
	});

	const ended = () => new Response(null, { status: 401 });
	it.each([
		["a session that is refused twice", [ended, ended], "refused"],
		["errors beside the data", [() => Response.json({ data: { me: {} }, errors: [{}] })], "away"],
		["no data", [() => Response.json({ data: null })], "away"],
		["a page instead of an answer", [() => new Response("<html>")], "away"],
		["an overloaded backend", [() => new Response("", { status: 503 })], "away"],
		["no connection", [], "away"],
	])("names %s", async (_, answers, kind) => {
		await expect(backend(answers).backend.ask(MeOperation, {})).rejects.toMatchObject({ name: "BackendProblem", kind });
	});
});
