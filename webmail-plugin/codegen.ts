// `npm run generate`: the typed client (src/api/generated.ts) and the operations the backend answers
// (backend/graphql/operations.json). Both are committed; the same input gives the same bytes.

import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { CodegenConfig } from "@graphql-codegen/cli";
import {
	type DocumentNode,
	type FragmentDefinitionNode,
	Kind,
	type OperationDefinitionNode,
	print,
	visit,
} from "graphql";

interface Source {
	readonly document?: DocumentNode;
}

interface Persisted {
	readonly id: string;
	readonly name: string;
	readonly kind: "Query" | "Mutation" | "Subscription";
	/** The operation and the fragments it uses, printed: what the id is the SHA-256 of. */
	readonly document: string;
}

const here = dirname(fileURLToPath(import.meta.url));
const manifest = resolve(here, "../backend/graphql/operations.json");

function persistedOperations(sources: readonly Source[]): Persisted[] {
	const definitions = sources.flatMap((source) => source.document?.definitions ?? []);
	const fragments = new Map(
		definitions
			.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION)
			.map((fragment) => [fragment.name.value, fragment]),
	);
	return definitions
		.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION)
		.map((operation) => persisted(operation, fragments))
		.sort((a, b) => (a.name < b.name ? -1 : 1));
}

const KINDS = { query: "Query", mutation: "Mutation", subscription: "Subscription" } as const;

function persisted(
	operation: OperationDefinitionNode,
	fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): Persisted {
	const used = new Map<string, FragmentDefinitionNode>();
	const collect = (node: OperationDefinitionNode | FragmentDefinitionNode) =>
		visit(node, {
			FragmentSpread: ({ name: { value } }) => {
				const fragment = fragments.get(value);
				if (fragment !== undefined && !used.has(value)) {
					used.set(value, fragment);
					collect(fragment);
				}
			},
		});
	collect(operation);
	const ordered = [...used.values()].sort((a, b) => (a.name.value < b.name.value ? -1 : 1));
	const document = print({ kind: Kind.DOCUMENT, definitions: [operation, ...ordered] });
	const id = createHash("sha256").update(document).digest("hex");
	return { id, name: operation.name?.value ?? "", kind: KINDS[operation.operation], document };
}

const SHAPE = `/** What the backend answers by id; the types exist for the compiler only. */
export interface Operation<Result, Variables> {
	readonly id: string;
	readonly types?: { readonly result: Result; readonly variables: Variables };
}`;

/** A constant for each operation: its id, and its types for the compiler. */
function clientOf(operations: readonly Persisted[]): string {
	const constants = operations.map(
		({ id, name, kind }) =>
			`export const ${name}Operation: Operation<${name}${kind}, ${name}${kind}Variables> = {\n\tid: "${id}",\n};`,
	);
	return [SHAPE, ...constants].join("\n\n");
}

/** An id that was released stays for ever: browsers update late. */
function manifestOf(operations: readonly Persisted[]): string {
	const released: Record<string, unknown> = existsSync(manifest) ? JSON.parse(readFileSync(manifest, "utf-8")) : {};
	const all = new Map(Object.entries(released));
	for (const { id, name, document } of operations) all.set(id, { name, document });
	const sorted = [...all].sort(([a], [b]) => (a < b ? -1 : 1));
	return `${JSON.stringify(Object.fromEntries(sorted), null, 2)}\n`;
}

const plugins: Record<string, (operations: readonly Persisted[]) => string> = {
	"persisted-client": clientOf,
	"persisted-manifest": manifestOf,
};

const config: CodegenConfig = {
	schema: resolve(here, "../backend/graphql/schema.graphql"),
	documents: [
		resolve(here, "src/api/operations/*.graphql"),
		resolve(here, "../backend/web/dashboard/src/operations/*.graphql"),
	],
	pluginLoader: async (name) => {
		const ours = plugins[name.replace(/^.*\//u, "")];
		if (ours === undefined) return import(name);
		return { plugin: (_schema: unknown, sources: Source[]) => ours(persistedOperations(sources)) };
	},
	generates: {
		[resolve(here, "src/api/generated.ts")]: {
			plugins: [
				{ add: { content: "// Written by `npm run generate` from operations/*.graphql and the schema. Do not edit." } },
				"typescript-operations",
				"persisted-client",
			],
			config: {
				enumType: "string-literal",
				enumsAsTypes: true,
				immutableTypes: true,
				useTypeImports: true,
				strictScalars: true,
				scalars: { Date: "string", DateTime: "string", ID: "string" },
			},
		},
		[manifest]: { plugins: ["persisted-manifest"] },
	},
};

export default config;
