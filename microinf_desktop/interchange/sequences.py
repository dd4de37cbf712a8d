"""Reads the sequences that come with the program, and turns campaign templates into sequences."""

import json
from functools import cache
from pathlib import Path

from microinf_desktop.domain.campaign_templates import CampaignTemplate
from microinf_desktop.domain.errors import KnownError
from microinf_desktop.domain.sequences import SequenceStep, SequenceTemplate, sequence_from_text
from microinf_desktop.interchange.templates import FORMAT_VERSION, shipped_campaigns
from microinf_desktop.paths import resource


def load_sequences(own: Path | None = None) -> tuple[SequenceTemplate, ...]:
    """The sequences of a file in its order; KnownError naming the file when it cannot be used."""
    path = own or resource("templates", "sequences.json")
    hint = "Correct the file, or remove it to use the templates that come with the program."
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        if document["version"] != FORMAT_VERSION:
            raise ValueError(f"version {document['version']!r} is not {FORMAT_VERSION}")
        found = tuple(
            sequence_from_text(entry["name"], json.dumps(entry)) for entry in document["sequences"]
        )
    except OSError as error:
        raise KnownError(f"The template file {path} cannot be read: {error.strerror}.", hint) from error
    except (ValueError, KeyError, TypeError) as error:
        raise KnownError(f"The template file {path} cannot be used: {error}.", hint) from error
    for template in found:
        for problem in template.problems():
            raise KnownError(f"The template file {path} cannot be used: “{template.name}”: {problem}", hint)
    return found


@cache
def shipped_sequences() -> tuple[SequenceTemplate, ...]:
    """The sequences that come with the program, then the pieces of its campaign templates."""
    return (*load_sequences(), *(as_sequence(one) for one in shipped_campaigns() if one.deliverables))


def as_sequence(template: CampaignTemplate) -> SequenceTemplate:
    """The deliverables of a campaign template as a sequence."""
    steps = tuple(
        SequenceStep(piece.kind, piece.platform, piece.day, piece.title, piece.quantity, piece.frames,
                     keep_live_days=piece.keep_live_days)
        for piece in template.deliverables
    )
    return SequenceTemplate(template.name, steps, template.summary, template.lead_times)
