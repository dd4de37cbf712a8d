"""What a campaign taught about a client's audience: the form's draft and the row that reads give back."""

from dataclasses import dataclass
from datetime import date

from microinf_desktop.domain.errors import ValidationError

LONGEST_TOPIC = 60


@dataclass(frozen=True, slots=True)
class LearningDraft:
    """A learning as typed; `topic` is a short heading ("Hooks", "Timing"), `noted_on` the day it was seen."""

    client_id: int
    text: str
    topic: str = ""
    campaign_id: int | None = None
    noted_on: date | None = None
    is_retired: bool = False

    def problems(self) -> list[ValidationError]:
        """Every field that cannot be stored, with what to do."""
        found = []
        if not self.text.strip():
            found.append(ValidationError("text", "The learning is empty.", "Write what to do again, or never again."))
        if len(self.topic.strip()) > LONGEST_TOPIC:
            found.append(ValidationError(
                "topic", f"The topic is longer than {LONGEST_TOPIC} letters.", "Keep it to a heading; the rest is text."
            ))
        return found


@dataclass(frozen=True, slots=True)
class LearningRow:
    """A learning with the campaign that taught it; `campaign` is empty when it came from none or that was deleted."""

    id: int
    client_id: int
    topic: str
    text: str
    noted_on: date
    is_retired: bool
    campaign_id: int | None = None
    campaign: str = ""
