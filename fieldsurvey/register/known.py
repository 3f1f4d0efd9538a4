"""What is known of a firm and its case before an interview begins, under the names that `interviews/prefill` asks for."""

from __future__ import annotations

from fieldsurvey.interviews.prefill import Known, constants
from fieldsurvey.records import Case, CaseRole, Cluster, Firm
from fieldsurvey.records.design import Design, Method


def known(
    cluster: Cluster,
    firm: Firm,
    case: Case | None,
    design: Design | None,
    *,
    interviewer: str,
    round_key: str,
    calls: int,
) -> Known:
    """`calls`: visits at the firm in this round before this one."""
    told = {f"firm.{name}": text for name, text in firm.properties.items()}
    return told | {
        "firm.label": firm.name,
        "firm.number": f"{firm.number:04d}",
        **constants(cluster),
        "visit.interviewer": interviewer,
        "visit.round": round_key,
        "visit.selection": selection(case, design),
        "visit.number": str(calls + 1),
    }


def selection(case: Case | None, design: Design | None) -> str:
    """How the firm came in, by the codes of the firm form."""
    if case is None:
        return "purposive"
    whole = {one.name for one in design.strata if one.method is Method.CENSUS} if design else set[str]()
    told = {
        CaseRole.DRAWN: "take_all" if case.stratum in whole else "sample",
        CaseRole.SUBSTITUTE: "reserve",
        CaseRole.CHOSEN: "purposive",
        CaseRole.VOLUNTEER: "volunteer",
    }
    return told.get(case.role, "")
