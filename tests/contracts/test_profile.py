from specdouble.contracts.profile import PROFILES


def test_the_default_comes_first() -> None:
    assert next(iter(PROFILES)) == "documented"


def test_every_profile_says_what_it_means() -> None:
    assert all(each.means for each in PROFILES.values())


def test_only_quick_leaves_out_schemathesis() -> None:
    assert [name for name, each in PROFILES.items() if not each.time_budget] == ["quick"]
    assert [name for name, each in PROFILES.items() if each.is_quick] == ["quick"]


def test_only_strict_holds_to_the_document_s_own_choices() -> None:
    assert [name for name, each in PROFILES.items() if each.is_strict] == ["strict"]
