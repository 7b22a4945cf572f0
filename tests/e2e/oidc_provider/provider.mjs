// The province's OpenID provider for the story test_provider_sign_in.py: oidc-provider (certified) on loopback.
// What it is comes as JSON in the first argument: port, client, accounts (a file, read anew each time), key (a file,
// made if there is none).
// POST /control/rotate gives it new keys; what it was asked goes to standard output, without tokens.
import { generateKeyPairSync, randomUUID } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { Provider } from "oidc-provider";

const { port, client, accounts, key: keyFile } = JSON.parse(process.argv[2]);
const issuer = `http://127.0.0.1:${port}`;
const escaped = (text) => String(text).replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
let provider = providerWith(existsSync(keyFile) ? JSON.parse(readFileSync(keyFile, "utf-8")) : newKey());

function account(id) {
	return JSON.parse(readFileSync(accounts, "utf-8"))[id];
}

function newKey() {
	const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
	const key = { ...privateKey.export({ format: "jwk" }), kid: randomUUID(), use: "sig", alg: "RS256" };
	writeFileSync(keyFile, JSON.stringify(key), { mode: 0o600 });
	return key;
}

function providerWith(key) {
	const created = new Provider(issuer, {
		clients: [client],
		jwks: { keys: [key] },
		cookies: { keys: ["a key of this test alone"] },
		claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"], congvu: ["roles", "agency"] },
		scopes: ["openid", "email", "profile", "congvu"],
		pkce: { required: () => true },
		ttl: { AccessToken: 600, IdToken: 600, Session: 3600, Interaction: 600, Grant: 3600, RefreshToken: 3600 },
		features: {
			devInteractions: { enabled: false },
			backchannelLogout: { enabled: true },
			rpInitiatedLogout: { enabled: true, logoutSource },
		},
		interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
		issueRefreshToken: async (_context, asking) => asking.grantTypeAllowed("refresh_token"),
		loadExistingGrant,
		findAccount: (_context, id) =>
			account(id) && { accountId: id, claims: async () => ({ sub: id, ...account(id) }) },
		// its own guard against special-use addresses would refuse our loopback
		fetch: (url, { dispatcher: _guard, ...options }) => globalThis.fetch(url, options),
	});
	for (const name of ["grant.success", "grant.error", "backchannel.success", "backchannel.error", "server_error"]) {
		created.on(name, (context, failure) => {
			const asked = context.oidc?.params?.grant_type ?? "";
			const reason = failure instanceof Error ? (failure.error ?? failure.message) : "";
			process.stdout.write(`${name} ${asked} ${reason}\n`);
		});
	}
	return created;
}

async function loadExistingGrant(context) {
	const { client: asking, session, result } = context.oidc;
	const known = result?.consent?.grantId ?? session.grantIdFor(asking.clientId);
	if (known) return context.oidc.provider.Grant.find(known);
	const grant = new context.oidc.provider.Grant({ clientId: asking.clientId, accountId: session.accountId });
	grant.addOIDCScope("openid email profile congvu");
	await grant.save();
	return grant;
}

function logoutSource(context, form) {
	context.body = `<!doctype html><title>Đăng xuất</title>${form}
		<button type="submit" form="op.logoutForm" name="logout" value="yes">Đăng xuất khỏi mọi hệ thống</button>`;
}

async function signIn(request, response) {
	const interaction = await provider.interactionDetails(request, response);
	if (request.method !== "POST") {
		response.setHeader("Content-Type", "text/html; charset=utf-8");
		response.end(`<!doctype html><title>Đăng nhập chung</title><h1>Đăng nhập chung của tỉnh</h1>
			<form method="post" action="/interaction/${escaped(interaction.uid)}">
			<label>Tài khoản <input name="account"></label><button>Đồng ý</button></form>`);
		return;
	}
	let body = "";
	for await (const part of request) body += part;
	const id = new URLSearchParams(body).get("account");
	const result = account(id) ? { login: { accountId: id } } : { error: "access_denied" };
	await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
}

const server = createServer((request, response) => {
	if (request.url === "/control/rotate") {
		provider = providerWith(newKey());
		response.end();
	} else if (request.url.startsWith("/interaction/")) {
		signIn(request, response).catch((failure) => {
			process.stdout.write(`interaction failed: ${failure.message}\n`);
			response.writeHead(400).end();
		});
	} else {
		provider.callback()(request, response);
	}
});
server.listen(port, "127.0.0.1", () => process.stdout.write("ready\n"));
