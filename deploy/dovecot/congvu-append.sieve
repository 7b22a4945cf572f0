# Thư Công Vụ: judges every message that a client stores by IMAP APPEND (drafts, sent mail, shared folders).
# Compile once: sievec congvu-append.sieve. Exercised by tests/e2e/test_stored_messages.py against a real Dovecot.
require ["vnd.dovecot.execute", "imap4flags", "variables"];

if execute :pipe :output "verdict" "append" {
  # A readable mark: taken out again before the client hears that its message was stored.
  if string :is "${verdict}" "remove" {
    discard;
  }
} else {
  # The gate is away, or the message is too large for it: the official keeps the work, the flag finds it later.
  addflag "$CongVuUnchecked";
}
