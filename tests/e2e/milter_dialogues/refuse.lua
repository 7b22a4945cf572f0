-- A marked body is refused for good, and the connection goes on with the next message.
local function fail(reason) mt.echo(reason) error(reason) end -- miltertest itself does not print errors
local function must(result, step) if result ~= nil then fail(step .. ": " .. result) end end

conn = mt.connect(socket)
if conn == nil then fail("no connection") end
must(mt.conninfo(conn, "mail.thainguyen.gov.vn", "127.0.0.1"), "conninfo")

local function message(body)
    must(mt.macro(conn, SMFIC_MAIL, "{auth_authen}", "an@thainguyen.gov.vn"), "macro")
    must(mt.mailfrom(conn, "<an@thainguyen.gov.vn>"), "mailfrom")
    must(mt.rcptto(conn, "<congdan@nguoidan.example>"), "rcptto")
    must(mt.header(conn, "Content-Type", "text/plain; charset=utf-8"), "header")
    must(mt.header(conn, "Content-Transfer-Encoding", "8bit"), "header")
    for _, chunk in ipairs(body) do must(mt.bodystring(conn, chunk), "body") end
    must(mt.eom(conn), "eom")
end

-- the mark is cut in two by the chunks
message({"TÀI LIỆU MẪU, KHÔNG PHẢI BÍ MẬT NHÀ NƯỚC\r\n\r\nTỐI M", "ẬT\r\n\r\nxin chao\r\n"})
if mt.getreply(conn) ~= SMFIR_REPLYCODE then fail("a marked letter was not refused") end
if mt.eom_check(conn, MT_HDRADD) then fail("a refused letter was changed") end

message({"xin chao\r\n"})
if mt.getreply(conn) ~= SMFIR_CONTINUE then fail("the next letter was not accepted") end
mt.disconnect(conn)
