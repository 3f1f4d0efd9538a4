"""How a case stands, as a word, a colour and a shape: none of them is the only sign."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QLabel

from fieldsurvey import i18n
from fieldsurvey.i18n import _
from fieldsurvey.records import CaseRole, CaseState, FirmRow, Outcome
from fieldsurvey.ui.shell import theme

OUTCOMES = (
    *(Outcome.COMPLETED, Outcome.PARTIAL, Outcome.AWAY, Outcome.REFUSED, Outcome.CLOSED),
    *(Outcome.NOT_FOUND, Outcome.OUT_OF_SCOPE),
)
"""In the order of their digits."""
_SIZE = 16


def state_word(state: CaseState) -> str:
    """The word for how a case stands; "" for a firm without one."""
    return {
        CaseState.NONE: "",
        CaseState.RESERVE: _("In reserve"),
        CaseState.TO_VISIT: _("To visit"),
        CaseState.AWAY: _("Away"),
        CaseState.DRAFT: _("Draft"),
        CaseState.PARTIAL: _("Partial"),
        CaseState.COMPLETED: _("Completed"),
        CaseState.FINALISED: _("Finalised"),
        CaseState.RETURNED: _("Returned"),
        CaseState.APPROVED: _("Approved"),
        CaseState.REFUSED: _("Refused"),
        CaseState.CLOSED: _("Closed"),
        CaseState.NOT_FOUND: _("Not found"),
        CaseState.OUT_OF_SCOPE: _("Out of scope"),
    }[state]


def outcome_word(outcome: Outcome) -> str:
    """The word for how a visit ended."""
    return state_word(CaseState(outcome.value))


def standing(row: FirmRow) -> str:
    """How the case of a line stands, with what is worth knowing of it."""
    word = state_word(row.state)
    if row.state is CaseState.DRAFT:
        return _("Draft, {share}").format(share=f"{row.completeness:.0%}")
    if row.state is CaseState.AWAY and row.next_on is not None:
        return _("Away, again {day}").format(day=i18n.short_day(row.next_on))
    return word


def role_word(role: CaseRole) -> str:
    """How a firm came into the round."""
    return {
        CaseRole.DRAWN: _("in the sample"),
        CaseRole.RESERVE: _("in reserve"),
        CaseRole.SUBSTITUTE: _("in the place of another"),
        CaseRole.CHOSEN: _("chosen"),
        CaseRole.VOLUNTEER: _("came by itself"),
        CaseRole.AGAIN: _("asked again"),
    }[role]


def state_colour(state: CaseState) -> str:
    """The colour of the word."""
    c = theme.colours()
    return {
        CaseState.AWAY: c.warn,
        CaseState.PARTIAL: c.warn,
        CaseState.RETURNED: c.warn,
        CaseState.COMPLETED: c.accent,
        CaseState.FINALISED: c.accent,
        CaseState.APPROVED: c.good,
    }.get(state, c.muted)


def paint_mark(painter: QPainter, at: QPointF, state: CaseState) -> None:
    """The shape of a state around a point, ten pixels wide."""
    colour = QColor(state_colour(state))
    painter.setPen(QPen(colour, 1.6))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    box = QRectF(at.x() - 4.5, at.y() - 4.5, 9, 9)
    if state in (CaseState.TO_VISIT, CaseState.AWAY, CaseState.DRAFT):
        painter.drawEllipse(box)
    elif state in (CaseState.COMPLETED, CaseState.FINALISED):
        painter.setBrush(colour)
        painter.drawEllipse(box)
    elif state is CaseState.PARTIAL:
        painter.drawEllipse(box)
        painter.setBrush(colour)
        painter.drawPie(box, 90 * 16, 180 * 16)
    elif state is CaseState.RETURNED:
        painter.setBrush(colour)
        painter.drawPolygon(QPolygonF([box.bottomLeft(), box.bottomRight(), QPointF(at.x(), box.top())]))
    else:
        _paint_line(painter, box, state)


def _paint_line(painter: QPainter, box: QRectF, state: CaseState) -> None:
    middle = box.center()
    if state is CaseState.APPROVED:
        corner = QPointF(middle.x() - 1.5, box.bottom())
        painter.drawPolyline(QPolygonF([QPointF(box.left(), middle.y()), corner, box.topRight()]))
    elif state is CaseState.REFUSED:
        painter.drawLine(box.topLeft(), box.bottomRight())
        painter.drawLine(box.topRight(), box.bottomLeft())
    elif state is CaseState.CLOSED:
        painter.drawRect(box)
    elif state is CaseState.NOT_FOUND:
        painter.drawText(box.adjusted(-4, -6, 4, 6), Qt.AlignmentFlag.AlignCenter, "?")
    elif state is CaseState.OUT_OF_SCOPE:
        painter.drawLine(QPointF(box.left(), middle.y()), QPointF(box.right(), middle.y()))
    elif state is CaseState.RESERVE:
        for x in (box.left(), middle.x(), box.right()):
            painter.drawPoint(QPointF(x, middle.y()))


def mark_label(state: CaseState) -> QLabel:
    """The shape alone, to stand beside a word."""
    scale = 2.0
    picture = QPixmap(int(_SIZE * scale), int(_SIZE * scale))
    picture.setDevicePixelRatio(scale)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_mark(painter, QPointF(_SIZE / 2, _SIZE / 2), state)
    painter.end()
    widget = QLabel()
    widget.setPixmap(picture)
    widget.setFixedWidth(_SIZE)
    return widget
