"""File version 1, the first released: made by storage.creation, so there is nothing to do."""

revision = "1"
down_revision = None


def upgrade() -> None:
    """A new file starts here."""
