"""A film: chosen from the laptop or a phone, and heard and seen again where there is a player."""

from __future__ import annotations

from fieldsurvey.i18n import _
from fieldsurvey.ui.entry.kinds.media.audio import PlayedWidget


class VideoWidget(PlayedWidget):
    """`video`. A film is taken with a phone: a laptop's camera looks at the person, not at the workshop."""

    icon = "film"
    patterns = "*.mp4 *.mov *.3gp *.webm *.mkv *.m4v"

    def choose_words(self) -> str:
        return _("Choose a film")

    def invitation(self) -> str:
        return _("Film with a phone, and choose its file; or drop it here.")
