from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from specdouble.mockserver.store import Store

TENANT = ("org", "prod")
OTHER = ("org", "dev")


@dataclass(frozen=True, slots=True)
class Thing:
    name: str


@dataclass(frozen=True, slots=True)
class Other:
    name: str


def test_an_item_is_found_by_kind_tenant_and_key() -> None:
    store = Store()
    store.put(TENANT, "a", Thing("one"))
    assert store.get(Thing, TENANT, "a") == Thing("one")


def test_another_tenant_does_not_find_it() -> None:
    store = Store()
    store.put(TENANT, "a", Thing("one"))
    assert store.get(Thing, OTHER, "a") is None


def test_items_of_two_kinds_may_have_the_same_key() -> None:
    store = Store()
    store.put(TENANT, "a", Thing("one"))
    store.put(TENANT, "a", Other("two"))
    assert store.get(Thing, TENANT, "a") == Thing("one")
    assert store.get(Other, TENANT, "a") == Other("two")


def test_a_replaced_item_keeps_its_place() -> None:
    store = Store()
    for key in "abc":
        store.put(TENANT, key, Thing(key))
    store.put(TENANT, "a", Thing("new"))
    assert list(store.newest_first(Thing, TENANT)) == [Thing("c"), Thing("b"), Thing("new")]


def test_a_removed_item_is_gone() -> None:
    store = Store()
    store.put(TENANT, "a", Thing("one"))
    assert store.remove(Thing, TENANT, "a")
    assert store.get(Thing, TENANT, "a") is None


def test_removing_what_is_not_there_says_so() -> None:
    assert not Store().remove(Thing, TENANT, "a")


def test_a_tenant_without_items_has_an_empty_list() -> None:
    assert list(Store().newest_first(Thing, TENANT)) == []


def test_numbers_rise_by_one_from_the_first() -> None:
    store = Store()
    assert [store.next_number("job", first=7) for _ in range(3)] == [7, 8, 9]


def test_sequences_are_apart() -> None:
    store = Store()
    store.next_number("job", first=7)
    assert store.next_number("batch", first=1) == 1


def test_clear_forgets_items_and_numbers() -> None:
    store = Store()
    store.put(TENANT, "a", Thing("one"))
    store.next_number("job", first=7)
    store.clear()
    assert store.get(Thing, TENANT, "a") is None
    assert store.next_number("job", first=7) == 7


def test_as_json_lists_items_by_kind_and_tenant_oldest_first() -> None:
    store = Store()
    store.put(TENANT, "a", Thing("one"))
    store.put(TENANT, "b", Thing("two"))
    store.put(OTHER, "a", Other("three"))
    assert store.as_json() == {
        "Thing": {"org/prod": [{"name": "one"}, {"name": "two"}]},
        "Other": {"org/dev": [{"name": "three"}]},
    }


def test_as_json_keeps_tenants_apart_whose_names_hold_slashes() -> None:
    store = Store()
    store.put(("a/b", "c"), "x", Thing("one"))
    store.put(("a", "b/c"), "x", Thing("two"))
    assert store.as_json() == {
        "Thing": {"a%2Fb/c": [{"name": "one"}], "a/b%2Fc": [{"name": "two"}]}
    }


def test_as_json_shows_an_item_that_is_no_record_by_its_text() -> None:
    store = Store()
    store.put(TENANT, "a", 1.5)
    assert store.as_json() == {"float": {"org/prod": ["1.5"]}}


@given(st.lists(st.tuples(st.sampled_from("abcde"), st.booleans())))
def test_a_store_is_an_ordered_mapping(steps: list[tuple[str, bool]]) -> None:
    store, model = Store(), dict[str, Thing]()
    for number, (key, is_put) in enumerate(steps):
        if is_put:
            model[key] = Thing(str(number))
            store.put(TENANT, key, Thing(str(number)))
        else:
            assert store.remove(Thing, TENANT, key) == (model.pop(key, None) is not None)
    assert list(store.newest_first(Thing, TENANT)) == list(reversed(model.values()))
