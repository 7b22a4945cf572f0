// The audits of GraphQL over HTTP against a server: one line of JSON for each that was not passed.
// node graphql_over_http.mjs URL, the bearer in CONGVU_BEARER

import { serverAudits } from "graphql-http";

const withBearer = (url, options) =>
	fetch(url, { ...options, headers: { ...options?.headers, authorization: `Bearer ${process.env.CONGVU_BEARER}` } });

const audits = serverAudits({ url: process.argv[2], fetchFn: withBearer });
for (const { id, name, fn } of audits) {
	const { status, reason } = await fn();
	console.log(JSON.stringify({ id, name, status, reason }));
}
