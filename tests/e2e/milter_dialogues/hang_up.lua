-- A server that hangs up in the middle of a message does the milter no harm.
local function fail(reason) mt.echo(reason) error(reason) end -- miltertest itself does not print errors
for _ = 1, 3 do
    conn = mt.connect(socket)
    if conn == nil then fail("no connection") end
    if mt.conninfo(conn, "mail.thainguyen.gov.vn", "unspec") ~= nil then fail("conninfo") end
    if mt.mailfrom(conn, "<>") ~= nil then fail("mailfrom") end
    if mt.rcptto(conn, "<lan@thainguyen.gov.vn>") ~= nil then fail("rcptto") end
    if mt.bodyrandom(conn, 200000) ~= nil then fail("body") end
    mt.disconnect(conn, false)
end
