"""The mailbox: a person's own account, reached over IMAP. It knows nothing of letters, drafts or contacts."""
