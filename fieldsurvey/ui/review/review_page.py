"""The page Review: what waits at the left, the answers in the middle, flags and the decision at the right."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLineEdit, QSplitter, QStackedWidget, QWidget

from fieldsurvey.i18n import _, language, ngettext
from fieldsurvey.records import Changed, Flag, QueueRow, Topic, Verdict
from fieldsurvey.study import Study
from fieldsurvey.study.review import LeadKey
from fieldsurvey.system.progress import Progress
from fieldsurvey.ui.page import Page
from fieldsurvey.ui.review.agents_dialog import AgentsDialog
from fieldsurvey.ui.review.back_checks_dialog import BackChecksDialog
from fieldsurvey.ui.review.case import Case, load
from fieldsurvey.ui.review.case_pane import CasePane
from fieldsurvey.ui.review.comparison import Comparison, load_comparison
from fieldsurvey.ui.review.flags_panel import FlagsPanel
from fieldsurvey.ui.review.lead_notice import LeadNotice
from fieldsurvey.ui.review.queue_pane import NothingWaits, QueuePane
from fieldsurvey.ui.shell.dialogs import AskLine
from fieldsurvey.ui.shell.keys import bind
from fieldsurvey.ui.shell.navigator import Navigator
from fieldsurvey.ui.shell.tasks import Tasks
from fieldsurvey.ui.shell.widgets import TitledPage, button

_QUEUE, _NOTHING = range(2)
_NARROW = 960
"""Pixels of the page below which the panes at the sides give way."""
_AHEAD_MS = 120
_KEPT = 12
"""Interviews that were read and are kept, so that turning back costs nothing."""


class ReviewPage(TitledPage):
    """Interviews are read and compared on the long lane; the next one is read before it is turned to."""

    def __init__(self, window: Navigator, study: Study, tasks: Tasks) -> None:
        self._approve_all = button("", self._approve_unflagged)
        self._agents_button = button(_("Agents"), self._show_agents)
        back_checks = button(_("Back-checks"), self._show_back_checks)
        super().__init__(_("Review"), self._agents_button, back_checks, self._approve_all)
        self._window, self._study, self._tasks = window, study, tasks
        self._key: LeadKey | None = None
        self._flags: dict[str, list[Flag]] | None = None
        self._cases: dict[str, Case] = {}
        self._asked: set[str] = set()
        self._wanted = self._first = ""
        self._is_narrow = False
        self._comparing = 0
        """How many comparisons run or wait."""
        self._agents: dict[str, str] = {}
        self.notice = LeadNotice(self._ask_key)
        self.queue = QueuePane(self._turn_to)
        self.pane = CasePane(self._write_remark)
        self.flags = FlagsPanel(self._ask_again, self._settle, self._compare, self._approve, self._return)
        halves = QSplitter(Qt.Orientation.Horizontal)
        for widget, stretch, width in ((self.queue, 0, 232), (self.pane, 1, 600), (self.flags, 0, 276)):
            halves.addWidget(widget)
            halves.setStretchFactor(halves.count() - 1, stretch)
            widget.setMinimumWidth(min(width, 180))
        halves.setSizes([232, 600, 276])
        halves.setHandleWidth(12)
        halves.setChildrenCollapsible(False)
        self._halves = halves
        self._stack = QStackedWidget()
        self._stack.addWidget(halves)
        self._stack.addWidget(NothingWaits(lambda: window.show_page("interviews")))
        self.content.addWidget(self.notice)
        self.content.addWidget(self._stack, 1)
        self.setFocusProxy(self.queue.list)
        self._ahead = QTimer(self)
        self._ahead.setSingleShot(True)
        self._ahead.setInterval(_AHEAD_MS)
        self._ahead.timeout.connect(self._read_ahead)
        self._bind()
        self.reload(Changed(frozenset({Topic.INTERVIEWS})))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the answers keep the most room."""
        super().resizeEvent(event)
        is_narrow = event.size().width() < _NARROW
        if is_narrow is not self._is_narrow:
            self._is_narrow = is_narrow
            self._halves.setSizes([176, 430, 246] if is_narrow else [232, 600, 276])

    def _bind(self) -> None:
        letters = {
            "A": self._approve,
            "R": self._return,
            "M": self._remark_here,
            "N": self._next_flag,
            "V": self.pane.compare,
            "C": self._compare_here,
            "S": self.pane.switch_same,
            "G": self._show_agents,
            "J": lambda: self.queue.walk(1),
            "K": lambda: self.queue.walk(-1),
            "Left": lambda: self.pane.turn(-1),
            "Right": lambda: self.pane.turn(1),
        }
        bind(self, {key: partial(self._unless_typing, act) for key, act in letters.items()})
        bind(self.pane, {"Esc": self.queue.list.setFocus})

    def _unless_typing(self, act: object) -> None:
        if not isinstance(self.focusWidget(), QLineEdit) and callable(act):
            act()

    # --- what is shown -------------------------------------------------------------------------------------------

    def reload(self, changed: Changed) -> None:
        """Interviews were finalised, decided on or taken away."""
        for one in changed.ids or tuple(self._cases):
            self._cases.pop(one, None)
            self._asked.discard(one)
        if self.pane.other_id:
            self._compare_with(self.pane.instance_id, self.pane.other_id)
        self._show_queue()
        self._comparing += 1
        self._tasks.long(_compared, self, done=self._on_compared, failed=self._on_not_compared)

    def show_one(self, instance_id: str) -> None:
        """Turn to an interview, where it waits: the way here from another page."""
        self._wanted, self._first = instance_id, ""
        self._show_queue()

    def _show_queue(self) -> None:
        queue = self._study.review.queue(self._undecided())
        rows = [replace(row, interviewer=self._agents.get(row.instance_id, row.interviewer)) for row in queue]
        self._first = rows[0].instance_id if rows and self._flags is None else self._first
        self._stack.setCurrentIndex(_QUEUE if rows else _NOTHING)
        self.queue.show(rows, self._wanted)
        self._show_lead(rows)
        self._turn_to(self.queue.here())

    def _show_lead(self, rows: list[QueueRow]) -> None:
        is_agent = self._study.review.has_lead and self._key is None
        self.notice.show_for(self._study.review.lead_name, is_agent=is_agent and bool(rows))
        flagged = sum(bool(row.flags) for row in rows)
        said = [ngettext("1 interview waits", "{n} interviews wait", len(rows))]
        if flagged:
            said.append(ngettext("1 of them is flagged", "{n} of them are flagged", flagged))
        if self._study.review.has_lead and self._key is not None:
            said.append(_("you have the lead’s key"))
        self.title.set_state(" · ".join(said))
        free = self._unflagged(rows)
        self._approve_all.setText(
            ngettext("Approve 1 without a flag", "Approve {n} without a flag", len(free))
        )
        self._approve_all.setVisible(bool(free))
        self._approve_all.setEnabled(self._may_decide)

    def _unflagged(self, rows: Iterable[QueueRow]) -> list[str]:
        """Those nobody has a question about: no flag is open and no remark is written; none before they were compared."""
        if self._flags is None:
            return []
        begun = self._study.review.with_kept_remarks().union(
            one for one, case in self._cases.items() if any(text.strip() for text in case.remarks.values())
        )
        return [row.instance_id for row in rows if not row.flags and row.instance_id not in begun]

    @property
    def _may_decide(self) -> bool:
        return not self._study.why_read_only and (self._key is not None or not self._study.review.has_lead)

    def _undecided(self) -> dict[str, int]:
        flags = self._flags or {}
        return {one: sum(flag.is_open for flag in found) for one, found in flags.items()}

    def _on_compared(self, found: tuple[list[Flag], dict[str, str]]) -> None:
        flags, self._agents = found
        self._comparing -= 1
        is_first = self._flags is None
        if is_first and self._wanted == self._first and not any(self._remarks(self._wanted).values()):
            self._wanted = ""  # nobody turned to anything yet: the first with a flag is the one to begin with
        self._flags = {}
        for flag in flags:
            self._flags.setdefault(flag.instance_id, []).append(flag)
        apart = sum(flag.is_open for flag in self._flags.pop("", []))
        agents = _("Agents")
        self._agents_button.setText(f"{agents}  {apart}" if apart else agents)
        if is_first:
            self._cases, self._asked = {}, set()  # they were read before they could be compared
        self._show_queue()

    def _on_not_compared(self, why: str) -> None:
        self._comparing -= 1
        self._window.say(why)

    def _turn_to(self, instance_id: str) -> None:
        """Show an interview; one that was not read yet is read beside the window."""
        self._wanted = instance_id
        case = self._cases.get(instance_id)
        if case is not None:
            self._show_case(case)
        elif instance_id:
            self._read(instance_id)
        else:
            self._show_case(None)
        self._ahead.start()

    def _read_ahead(self) -> None:
        """The neighbours of the one that is shown, when it stands: reading beside would slow it down."""
        for neighbour in self.queue.around(self._wanted):
            if neighbour not in self._cases:
                self._read(neighbour)

    def _read(self, instance_id: str) -> None:
        if instance_id in self._asked:
            return
        self._asked.add(instance_id)
        spoken = language()
        self._tasks.long(
            lambda study, _progress: load(study, instance_id, spoken),
            self,
            done=self._on_read,
            failed=partial(self._on_unreadable, instance_id),
        )

    def _on_read(self, case: Case) -> None:
        self._asked.discard(case.instance_id)
        self._cases[case.instance_id] = case
        while len(self._cases) > _KEPT:
            self._cases.pop(next(one for one in self._cases if one != self._wanted))
        if case.instance_id == self._wanted:
            self._show_case(case)

    def _on_unreadable(self, instance_id: str, why: str) -> None:
        if instance_id == self._wanted:
            self._show_case(None)
            self._window.say(why)

    def _show_case(self, case: Case | None) -> None:
        self.pane.show_case(case, self._remarks(case.instance_id) if case else {})
        self._show_flags(case)

    def _show_flags(self, case: Case | None) -> None:
        found = self._flags.get(case.instance_id, []) if case and self._flags is not None else None
        self.flags.show_case(case, found, self._remarks(case.instance_id) if case else {})
        self._show_ends()

    def _show_ends(self) -> None:
        written = sum(bool(text.strip()) for text in self._remarks(self._wanted).values())
        self.flags.show_ends(written, may_decide=self._may_decide and self._wanted in self._cases)

    @property
    def is_settled(self) -> bool:
        """Whether the interviews were compared, and the one to look at is shown."""
        is_shown = not self._wanted or (self._wanted in self._cases and self._wanted == self.pane.instance_id)
        return self._flags is not None and not self._comparing and is_shown

    # --- remarks -------------------------------------------------------------------------------------------------

    def _remarks(self, instance_id: str) -> dict[str, str]:
        case = self._cases.get(instance_id)
        return case.remarks if case is not None else self._study.review.kept_remarks(instance_id)

    def _remark_here(self) -> None:
        self._begin_remark(self.pane.here())

    def _begin_remark(self, ref: str) -> None:
        case = self._cases.get(self._wanted)
        if case is not None and self._may_decide:
            ref = ref if ref in case.numbers else ""  # beside it may stand what was asked there alone
            case.remarks.setdefault(ref, "")
            self.pane.show_remark(ref, case.remarks)

    def _write_remark(self, ref: str, text: str) -> None:
        """Each change is kept in the study at once: a power cut takes none."""
        case = self._cases.get(self._wanted)
        if case is None:
            return
        case.remarks[ref] = text
        instance_id = case.instance_id
        self._tasks.write(lambda study: study.review.keep_remark(instance_id, ref, text))
        self._show_ends()

    # --- flags ---------------------------------------------------------------------------------------------------

    def _next_flag(self) -> None:
        blocks = self.flags.blocks
        if not blocks:
            return
        here = next((n for n, block in enumerate(blocks) if block.property("here")), -1)
        flag = self.flags.mark((here + 1) % len(blocks))
        if flag.ref:
            self.pane.go_to(flag.ref)

    def _compare_here(self) -> None:
        """Beside the interview of the flag that is marked, else of the first one that names another interview; then all sections again."""
        if self.pane.other_id:
            self.pane.show_beside(None)
            return
        twins = [block for block in self.flags.blocks if block.flag.is_twin]
        here = next((block for block in twins if block.property("here")), twins[0] if twins else None)
        if here is not None:
            self._compare(here.flag)
        elif self.pane.instance_id:
            self._window.say(_("No other interview is nearly the same as this one."))

    def _compare(self, flag: Flag) -> None:
        self._compare_with(flag.instance_id, flag.ref)

    def _compare_with(self, instance_id: str, other_id: str) -> None:
        spoken = language()
        self._tasks.long(
            lambda study, _progress: load_comparison(study, instance_id, other_id, spoken),
            self,
            done=self._show_comparison,
            failed=self._on_not_comparable,
        )

    def _show_comparison(self, comparison: Comparison) -> None:
        if comparison.instance_id == self.pane.instance_id:
            self.pane.show_beside(comparison)

    def _on_not_comparable(self, why: str) -> None:
        if self.pane.other_id:
            self.pane.show_beside(None)
        self._window.say(why)

    def _ask_again(self, flag: Flag) -> None:
        ref = self.pane.go_to(flag.ref) if flag.ref.startswith("/") else ""
        self._begin_remark(ref)

    def _settle(self, flag: Flag) -> None:
        if not self._may_decide:
            return
        if not flag.is_open:
            self._decide(flag, None, "")
            return
        dialog = AskLine(
            self,
            _("Why is it right as it is?"),
            _("The reason stands in the history, and the flag does not come back unless the answer changes."),
            _("Right as it is"),
        )
        dialog.answered.connect(lambda reason: self._decide(flag, Verdict.RIGHT, reason))
        dialog.open()

    def _decide(self, flag: Flag, verdict: Verdict | None, reason: str) -> None:
        key = self._key
        self._tasks.write(lambda study: study.quality.decide(flag, verdict, reason, key=key), self)

    def _show_agents(self) -> None:
        AgentsDialog(
            self, self._study, self._tasks, self._key, self._window.say, may_decide=self._may_decide
        ).open()

    def _show_back_checks(self) -> None:
        BackChecksDialog(self, self._window, self._study, self._tasks, self._key).open()

    # --- the decision --------------------------------------------------------------------------------------------

    def _approve(self) -> None:
        if self._wanted in self._cases and self._may_decide:
            self._approve_these([self._wanted])

    def _approve_unflagged(self) -> None:
        self._approve_these(self._unflagged(self.queue.rows))

    def _approve_these(self, wanted: list[str]) -> None:
        key = self._key
        said = ngettext("1 interview is approved.", "{n} interviews are approved.", len(wanted))
        self._go_on_from(wanted)
        self._tasks.write(
            lambda study: study.review.approve(*wanted, key=key), self, done=lambda _c: self._window.say(said)
        )

    def _return(self) -> None:
        case = self._cases.get(self._wanted)
        if case is None or not self._may_decide:
            return
        remarks = {ref: text for ref, text in case.remarks.items() if text.strip()}
        if remarks:
            self._return_with(case, "", remarks)
            return
        dialog = AskLine(
            self,
            _("What is to be corrected?"),
            _("Whoever corrects it reads this first. With M a remark stands at a question."),
            _("Return"),
        )
        dialog.answered.connect(lambda why: self._return_with(case, why, {}))
        dialog.open()

    def _return_with(self, case: Case, why: str, remarks: dict[str, str]) -> None:
        key, instance_id = self._key, case.instance_id
        self._go_on_from([instance_id])
        said = _("{firm} is returned.").format(firm=case.firm or instance_id)
        self._tasks.write(
            lambda study: study.review.return_interview(instance_id, why, remarks, key=key),
            self,
            done=lambda _changed: self._window.say(said),
        )

    def _go_on_from(self, decided: list[str]) -> None:
        """The next one that waits is the one to look at when these are gone."""
        self._wanted = self.queue.after(decided)

    # --- the lead ------------------------------------------------------------------------------------------------

    def _ask_key(self) -> None:
        dialog = AskLine(
            self,
            _("The lead’s passphrase"),
            _("It is held until the study is closed or locked, and written nowhere."),
            _("Go on"),
            is_secret=True,
        )
        dialog.answered.connect(self._unlock)
        dialog.open()

    def _unlock(self, passphrase: str) -> None:
        self._tasks.long(
            lambda study, _progress: study.review.unlock(passphrase),
            self,
            done=self._take_key,
            failed=self._window.say,
        )

    def _take_key(self, key: LeadKey) -> None:
        self._key = key
        self._show_queue()
        self.queue.list.setFocus()  # the button that was pressed is gone


def _compared(study: Study, progress: Progress) -> tuple[list[Flag], dict[str, str]]:
    """The flags of all forms, in the language of the window, and who asked."""
    forms = dict.fromkeys(form_id for form_id, _version, _title in study.forms.listing())
    flags = [flag for form_id in forms for flag in study.quality.flags(form_id, language(), progress)]
    return flags, study.quality.agents()


def _page(window: Navigator, study: Study, tasks: Tasks) -> QWidget:
    return ReviewPage(window, study, tasks)


PAGE = Page(
    key="review",
    word=lambda: _("Review"),
    icon="review",
    make=lambda desk: _page(desk.window, desk.study, desk.tasks),
    keys=lambda: (
        ("J K", _("next, back")),
        ("A", _("approve")),
        ("R", _("return")),
        ("M", _("remark")),
        ("N", _("next flag")),
        ("← →", _("section")),
        ("V", _("what changed")),
        ("C", _("compare")),
        ("G", _("agents")),
        ("S", _("also the same")),
        ("Esc", _("back to the list")),
    ),
    topics=frozenset({Topic.INTERVIEWS, Topic.STUDY}),
    waiting=lambda study: study.review.number_waiting(),
)
