"""A proof on file that is no longer what was captured."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ProofProblem:
    """The file of a proof is gone (`is_missing`) or no longer has the hash it was stored under."""

    evidence_id: int
    deliverable_id: int
    creator: str
    post: str
    file_name: str
    sha256: str
    is_missing: bool

    def __str__(self) -> str:
        what = "is missing" if self.is_missing else "was changed outside the program"
        return f"{self.file_name} ({self.creator}, {self.post}) {what}"
