"""The lifecycle as the guide prints it: one line a step of the law, the same steps together."""

from service.rules.demands import Demand
from service.rules.lifecycle import TABLE, Action, Execution, Transition

_MUTATIONS: dict[Action, str] = {
    Action.RECORD: "recordPledge",
    Action.REVISE: "revisePledge",
    Action.REVISE_TERMS: "revisePledge, addTargets",
    Action.SPECIFY: "—",
    Action.AGREE: "agreePledge",
    Action.START: "startPledge",
    Action.REPORT_PROGRESS: "reportProgress",
    Action.ACCEPT_REPORT: "verifyReport",
    Action.RETURN_REPORT: "verifyReport",
    Action.REPORT_DONE: "reportDone",
    Action.COMPLETE: "completePledge",
    Action.RAISE_CONSTRAINT: "raiseConstraint",
    Action.RESOLVE_CONSTRAINT: "resolveConstraint",
    Action.CANCEL: "cancelPledge",
    Action.TRANSFER: "transferPledge",
    Action.NEVER_STARTED: "declareNeverStarted",
    Action.REOPEN: "reopenPledge",
}


def lifecycle_table() -> str:
    """The whole law in Markdown."""
    head = ("| action | mutasi / mutation | from | to | who | demands |", "|---|---|---|---|---|---|")
    lines: dict[tuple[Action, str, str, tuple[Demand, ...]], list[Execution | None]] = {}
    for (state, action), step in TABLE.items():
        to = "=" if step.to is state else step.to.value
        lines.setdefault((action, to, _who(step), step.demands), []).append(state)
    rows = [
        f"| {action} | {_MUTATIONS[action]} | {_states(states)} | {to} | {who} | {_words(demands)} |"
        for (action, to, who, demands), states in lines.items()
    ]
    return "\n".join((*head, *rows)) + "\n"


def _who(step: Transition) -> str:
    return ", ".join(sorted(who.value for who in step.who))


def _states(states: list[Execution | None]) -> str:
    return ", ".join("—" if state is None else state.value for state in states)


def _words(demands: tuple[Demand, ...]) -> str:
    return ", ".join(demand.value for demand in demands)
