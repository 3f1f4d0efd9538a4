"""Which widget takes which kind of file."""

from __future__ import annotations

from fieldsurvey.records import Question
from fieldsurvey.ui.entry.kinds.media.audio import AudioWidget
from fieldsurvey.ui.entry.kinds.media.drawing import DrawingWidget
from fieldsurvey.ui.entry.kinds.media.media import MediaWidget
from fieldsurvey.ui.entry.kinds.media.photo import PhotoWidget
from fieldsurvey.ui.entry.kinds.media.video import VideoWidget
from fieldsurvey.xforms import Prompt

_DRAWN = {"draw", "signature", "annotate"}
_KINDS: dict[str, type[MediaWidget]] = {"image": PhotoWidget, "audio": AudioWidget, "video": VideoWidget}


def upload_widget(prompt: Prompt, question: Question | None) -> MediaWidget:
    """By what the form takes; a picture that is drawn has a widget of its own."""
    kind = prompt.parameters.get("mediatype", "").partition("/")[0]
    if kind == "image" and _DRAWN & set(prompt.appearance.split()):
        return DrawingWidget(prompt, question)
    return _KINDS.get(kind, MediaWidget)(prompt, question)
