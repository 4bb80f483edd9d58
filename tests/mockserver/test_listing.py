from hypothesis import given
from hypothesis import strategies as st

from specdouble.mockserver.listing import Page, after, ordered, page_of
from specdouble.spec.json_types import Json

scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
members = scalars | st.lists(st.integers()) | st.dictionaries(st.text(), st.integers())


def test_a_page_holds_at_most_its_limit() -> None:
    assert page_of([1, 2, 3], limit=2) == Page([1, 2], has_next=True)


def test_the_last_page_says_so() -> None:
    assert page_of([1, 2], limit=2) == Page([1, 2], has_next=False)


def test_a_page_can_skip_items() -> None:
    assert page_of([1, 2, 3], limit=2, skip=2) == Page([3], has_next=False)


def test_a_page_beyond_the_end_is_empty() -> None:
    assert page_of([1, 2, 3], limit=2, skip=2**40) == Page([], has_next=False)


def test_items_that_lack_the_member_come_last() -> None:
    rows: list[dict[str, Json]] = [{"n": 2}, {}, {"n": 1}]
    assert ordered(rows, lambda row: row.get("n"), descending=False) == [{"n": 1}, {"n": 2}, {}]
    assert ordered(rows, lambda row: row.get("n"), descending=True) == [{"n": 2}, {"n": 1}, {}]


def test_numbers_beyond_a_double_are_ordered() -> None:
    assert ordered([10**400, 1.5, 2], lambda n: n, descending=False) == [1.5, 2, 10**400]


@given(st.lists(st.integers(), unique=True), st.lists(st.integers(1, 7), min_size=1))
def test_pages_joined_give_the_list_whatever_the_limits(
    numbers: list[int], limits: list[int]
) -> None:
    newest_first = sorted(numbers, reverse=True)
    seen: list[int] = []
    rest, page_number, has_next = list(newest_first), 0, True
    while has_next:
        page = page_of(rest, limit=limits[page_number % len(limits)])
        seen += page.items
        has_next = page.has_next
        if has_next:
            rest = list(after(newest_first, lambda number: (number,), (seen[-1],)))
        page_number += 1
    assert seen == newest_first


@given(values=st.lists(members), down=st.booleans())
def test_ordering_takes_any_mixture_and_loses_nothing(values: list[Json], *, down: bool) -> None:
    items = list(enumerate(values))
    result = ordered(items, lambda item: item[1], descending=down)
    assert sorted(result, key=lambda item: item[0]) == items
