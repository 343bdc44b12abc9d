"""Standings: who is what towards a pledge, and who is nobody."""

from service.rules.standing import WORDS, Asker, Parties, Standing, is_independent, standings

PARTIES = Parties(lead="diskominfo", partners=frozenset({"dinkes"}), reporters=frozenset({"dinkes"}))


def secretariat(agency: str | None, *, covers: bool = True) -> frozenset[Standing]:
    return standings(Asker(secretariat=True, agency=agency, region_covers_pledge=covers), PARTIES)


def liaison(agency: str | None) -> frozenset[Standing]:
    return standings(Asker(liaison=True, agency=agency), PARTIES)


def test_a_liaison_stands_by_its_own_agency_alone() -> None:
    assert liaison("diskominfo") == {Standing.LEAD_LIAISON}
    assert liaison("dinkes") == {Standing.PARTNER_LIAISON}
    assert liaison("baznas") == frozenset()
    assert liaison(None) == frozenset()


def test_the_secretariat_is_independent_of_lead_and_reporters_only() -> None:
    both = {Standing.SECRETARIAT, Standing.INDEPENDENT_SECRETARIAT}
    assert secretariat("dpmpd") == both
    assert secretariat("diskominfo") == {Standing.SECRETARIAT}
    assert secretariat("dinkes") == {Standing.SECRETARIAT}


def test_a_partner_that_never_reported_is_independent() -> None:
    assert is_independent("dinkes", Parties(lead="diskominfo", partners=frozenset({"dinkes"})))


def test_no_agency_cannot_be_shown_to_be_another() -> None:
    assert secretariat(None) == {Standing.SECRETARIAT}


def test_a_secretariat_elsewhere_is_nobody_here() -> None:
    assert secretariat("dpmpd", covers=False) == frozenset()


def test_the_system_is_the_system_and_the_public_is_nobody() -> None:
    assert standings(Asker(system=True), PARTIES) == {Standing.SYSTEM}
    assert standings(Asker(), PARTIES) == frozenset()


def test_every_standing_has_words_in_both_languages() -> None:
    assert set(WORDS) == set(Standing)
