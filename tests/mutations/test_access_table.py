"""Every mutation, tried by every role: who may, and what the others hear. A new mutation needs a row here."""

import pytest
from graphql import GraphQLObjectType

from graph.schema import core
from service.access.accounts import Office
from service.access.actors import Role
from service.rules.policy import ACTIONS
from tests.mutations.conftest import ROLES, Desk
from tests.mutations.inputs import INPUTS
from tests.mutations.seats import cookie_of

_SECRETARIAT = {"secretariat"}
_LEAD = {"lead"}
_EITHER = {"lead", "secretariat"}
_PARTIES = {"lead", "partner", "secretariat"}
_ADMINISTRATOR = {"administrator"}

_TABLE: dict[str, set[str]] = {
    "recordMeeting": _SECRETARIAT,
    "recordAttendance": _SECRETARIAT,
    "recordDirective": _SECRETARIAT,
    "recordPledge": _EITHER,
    "revisePledge": _EITHER,
    "addTargets": _EITHER,
    "agreePledge": _EITHER,
    "startPledge": _EITHER,
    "reportProgress": {"lead", "partner"},
    "verifyReport": _SECRETARIAT,
    "reportDone": _LEAD,
    "completePledge": _SECRETARIAT,
    "cancelPledge": _SECRETARIAT,
    "declareNeverStarted": _SECRETARIAT,
    "transferPledge": _SECRETARIAT,
    "reopenPledge": _SECRETARIAT,
    "raiseConstraint": _PARTIES,
    "resolveConstraint": _PARTIES,
    "setMandate": _SECRETARIAT,
    "markGapNotApplicable": _SECRETARIAT,
    "withdrawGapMark": _SECRETARIAT,
    "markJointEffort": _SECRETARIAT,
    "dismissOverlap": _SECRETARIAT,
    "withdrawOverlapMark": _SECRETARIAT,
    "requestPledge": _SECRETARIAT,
    "declinePledgeRequest": _LEAD,
    "withdrawPledgeRequest": _SECRETARIAT,
    "answerPledgeRequest": _EITHER,
    "openAccount": _ADMINISTRATOR,
    "inviteAccount": _ADMINISTRATOR,
    "assignRole": _ADMINISTRATOR,
    "withdrawRole": _ADMINISTRATOR,
    "removeSecondFactor": _ADMINISTRATOR,
    "closeAccount": _ADMINISTRATOR,
    "createToken": _ADMINISTRATOR,
    "rotateToken": _ADMINISTRATOR,
    "revokeToken": _ADMINISTRATOR,
    "namePlace": _ADMINISTRATOR,
    "dismissPlaceName": _ADMINISTRATOR,
}


def test_every_mutation_has_a_row() -> None:
    mutations = core.mutation_type
    assert isinstance(mutations, GraphQLObjectType)
    assert _TABLE.keys() == INPUTS.keys() == mutations.fields.keys()


_ROLE_OF = {
    "lead": Role.LIAISON,
    "partner": Role.LIAISON,
    "secretariat": Role.SECRETARIAT,
    "administrator": Role.ADMINISTRATOR,
}


def test_the_policy_is_for_those_who_may_here_and_for_no_mutation_more() -> None:
    said = {name: {*rule} - {Role.SYSTEM} for name, rule in ACTIONS.items()}
    assert said == {name: {_ROLE_OF[who] for who in allowed} for name, allowed in _TABLE.items()}


async def test_a_person_with_several_roles_may_what_the_role_may_that_they_act_in(desk: Desk) -> None:
    offices = (
        Office(role=Role.LIAISON, agency_id=desk.ground.diskominfo),
        Office(role=Role.SECRETARIAT, agency_id=desk.ground.dpmpd, region_code="64"),
        Office(role=Role.LEADERSHIP, region_code="64"),
        Office(role=Role.ADMINISTRATOR),
    )
    for place, who in enumerate(("lead", "secretariat", "leadership", "administrator")):
        desk.cookies["several"] = await cookie_of(desk.ground.database, f"several-{who}", *offices, act=place)
        for name in ("recordMeeting", "recordPledge", "reportProgress", "cancelPledge", "openAccount"):
            found = await desk.send("several", name, "isReplay", **await INPUTS[name](desk))
            assert ("isReplay" in found) == (who in _TABLE[name]), (who, name)


@pytest.mark.parametrize("name", _TABLE)
async def test_a_mutation_is_only_for_those_who_may(desk: Desk, name: str) -> None:
    inputs, allowed = INPUTS[name], _TABLE[name]
    values = await inputs(desk)
    for who in ROLES:
        if who not in allowed:
            refused = await desk.refused(who, name, **values)
            assert refused["code"] == ("NOT_SIGNED_IN" if who == "public" else "NOT_ALLOWED"), who
    for place, who in enumerate(sorted(allowed)):
        values = await inputs(desk) if place else values
        done = await desk.send(who, name, "isReplay", **values)
        assert done == {"__typename": f"{name[0].upper()}{name[1:]}Payload", "isReplay": False}, who
