"""What changed between two texts: removed words struck through, added ones underlined, both also in colour."""

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from microinf_desktop.domain.word_diff import Change, Piece, apart
from microinf_desktop.ui import theme
from microinf_desktop.ui.i18n import tr


class DiffText(QLabel):
    """A text with its changes, to be read and copied; screen readers hear the changes in words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.setFont(theme.font("body"))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_pieces(self, pieces: Sequence[Piece]) -> None:
        self.setText("".join(_marked(piece) for piece in apart(pieces)))
        words = {Change.ADDED: tr("added"), Change.REMOVED: tr("removed")}
        self.setAccessibleName(" ".join(
            piece.text if piece.change is Change.KEPT else f"[{words[piece.change]}: {piece.text}]" for piece in pieces
        ))


def _marked(piece: Piece) -> str:
    now = theme.current()
    text = escape(piece.text).replace("\n", "<br>").replace("  ", "&nbsp; ")
    if piece.change is Change.KEPT:
        return f'<span style="color:{now.text.name()}">{text}</span>'
    added = piece.change is Change.ADDED
    tone = now.tone(theme.Tone.DONE if added else theme.Tone.DANGER)
    line = "underline" if added else "line-through"
    return (
        f'<span style="color:{tone.ink.name()};background-color:{tone.tint.name()};text-decoration:{line}">'
        f"{text}</span>"
    )
