"""The workspace on disk: tables, change log, search, attachments, backup; sqlmodel loads only with an open file."""
