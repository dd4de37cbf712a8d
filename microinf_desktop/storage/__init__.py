"""The workspace on disk: tables, change log, search, attachments, backup. Imports sqlmodel only when a file is opened."""
