"""What may be done with a pledge now, and by whom: the graph says what the law of its life says."""

from dataclasses import replace

import pytest

from service.rules.lifecycle import TABLE, Action, Execution
from tests.mutations import staging
from tests.mutations.conftest import ROLES, Desk
from tests.mutations.seats import token_of

_ASKED = """query ($id: ID!) { node(id: $id) { ... on Pledge {
  execution standings steps { action to who demands } } } }"""
_STANDINGS = {
    "lead": ["LEAD_LIAISON"],
    "partner": ["PARTNER_LIAISON"],
    "secretariat": ["SECRETARIAT", "INDEPENDENT_SECRETARIAT"],
}
_STAGES = {
    Execution.RECORDED: staging.recorded,
    Execution.SPECIFIED: staging.specified,
    Execution.AGREED: staging.agreed,
    Execution.IN_PROGRESS: staging.started,
}


@pytest.mark.parametrize("state", _STAGES)
async def test_a_pledge_says_what_the_law_allows_in_its_state(desk: Desk, state: Execution) -> None:
    pledge = await _STAGES[state](desk)
    found = (await desk.ask("public", _ASKED, id=pledge["id"]))["data"]["node"]
    law = [
        {"action": step.action, "to": step.to, "who": sorted(step.who), "demands": list(step.demands)}
        for step in TABLE.values()
        if step.state is state and step.action is not Action.SPECIFY
    ]
    assert (found["execution"], found["steps"]) == (state, law)


@pytest.mark.parametrize("who", ROLES)
async def test_it_says_in_what_capacities_somebody_stands_towards_it(desk: Desk, who: str) -> None:
    pledge = await staging.started(desk)
    found = (await desk.ask(who, _ASKED, id=pledge["id"]))["data"]["node"]
    assert found["standings"] == _STANDINGS.get(who, [])


async def test_a_secretariat_whose_agency_leads_is_not_independent(desk: Desk) -> None:
    made = await desk.send(
        "secretariat",
        "recordPledge",
        "pledge { standings }",
        leadAgencyId=desk.agency("dpmpd"),
        **staging.SPOKEN,
    )
    assert made["pledge"]["standings"] == ["SECRETARIAT"]


async def test_a_secretariat_whose_agency_reported_is_not_independent_any_more(desk: Desk) -> None:
    pledge = await staging.started(desk)
    report = staging.report_on(pledge["target"])
    await desk.send("partner", "reportProgress", "isReplay", **report)
    database = desk.ground.database
    dinkes = replace(desk.ground.secretariat, agency_id=desk.ground.dinkes, id="dinkes")
    desk.tokens["reporter"] = await token_of(database, dinkes)
    found = (await desk.ask("reporter", _ASKED, id=pledge["id"]))["data"]["node"]
    assert found["standings"] == ["SECRETARIAT"]
