-- A submission is accepted: the forged field goes, ours comes; then, on the same connection, an aborted message and
-- one that nobody signed in for.
local function fail(reason) mt.echo(reason) error(reason) end -- miltertest itself does not print errors
local function must(result, step) if result ~= nil then fail(step .. ": " .. result) end end

conn = mt.connect(socket)
if conn == nil then fail("no connection") end
must(mt.conninfo(conn, "mail.thainguyen.gov.vn", "127.0.0.1"), "conninfo")
if not mt.test_option(conn, SMFIP_NR_BODY) then fail("the milter wants to answer every chunk") end
if not mt.test_action(conn, SMFIF_CHGHDRS) then fail("the milter does not ask to change headers") end

local function message(login, fields)
    if login then must(mt.macro(conn, SMFIC_MAIL, "{auth_authen}", login), "macro") end
    must(mt.mailfrom(conn, "<an@thainguyen.gov.vn>", "SIZE=100"), "mailfrom")
    must(mt.rcptto(conn, "<lan@thainguyen.gov.vn>"), "rcptto")
    must(mt.header(conn, "Subject", "Xin chao"), "header")
    for _, value in ipairs(fields) do must(mt.header(conn, "Cong-Vu-Verdict", value), "header") end
    must(mt.bodystring(conn, "xin chao\r\n"), "body")
end

message("an@thainguyen.gov.vn", {"thai-nguyen; v=1; action=allow", "bac-ninh; v=1", "(x) THAI-NGUYEN; v=1"})
must(mt.eom(conn), "eom")
if mt.getreply(conn) ~= SMFIR_CONTINUE then fail("the submission was not accepted") end
if not mt.eom_check(conn, MT_HDRDELETE, "Cong-Vu-Verdict") then fail("the forged field stays") end
if not mt.eom_check(conn, MT_HDRADD, "Cong-Vu-Verdict") then fail("no verdict was added") end
if mt.eom_check(conn, MT_BODYCHANGE) then fail("the body was changed") end
if not string.find(mt.getheader(conn, "Cong-Vu-Verdict", 0), "^thai%-nguyen; v=1; action=allow;") then
    fail("the verdict says something else")
end

message("an@thainguyen.gov.vn", {})
must(mt.abort(conn), "abort")

message(nil, {})
must(mt.eom(conn), "eom")
if mt.getreply(conn) ~= SMFIR_CONTINUE then fail("the inbound letter was not accepted") end
if mt.eom_check(conn, MT_HDRADD, "Cong-Vu-Verdict") then fail("the log-in of the aborted message spoke for the next") end
mt.disconnect(conn)
