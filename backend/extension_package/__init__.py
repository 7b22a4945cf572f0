"""The browser extension as one province installs it: its webmails written in, signed with its key. Pure."""
