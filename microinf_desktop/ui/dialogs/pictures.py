"""Pictures that people choose for documents."""

from pathlib import Path

from microinf_desktop.domain.errors import ValidationError


def read_picture(path: str | None, field: str = "logo") -> tuple[bytes, str] | None:
    """(bytes, file name) of a PNG or JPEG; None without a path. ValidationError for anything else."""
    if not path:
        return None
    file = Path(path)
    try:
        content = file.read_bytes()
    except OSError as error:
        raise ValidationError(field, f"{file.name} cannot be read.", "Choose a PNG or JPEG file.") from error
    if not content.startswith((b"\x89PNG", b"\xff\xd8")):
        raise ValidationError(field, f"{file.name} is neither PNG nor JPEG.", "Choose another picture.")
    return content, file.name
