"""Chains of references are walked once."""

from collections import Counter

import pytest

from specdouble.spec.chains import Chains
from specdouble.spec.errors import DocumentError


class Links:
    """Numbers that each lead to the next, up to `last`, which leads to what `after` says."""

    def __init__(self, last: int, after: int | None = None) -> None:
        self.last, self.after, self.asked = last, after, Counter[int]()

    def __call__(self, link: int) -> int | None:
        self.asked[link] += 1
        if link < self.last:
            return link + 1
        if self.after == -1:
            raise DocumentError("a.yaml", "leads nowhere", 1, 2)
        return self.after


@pytest.mark.parametrize("order", [1, -1], ids=["from the start", "from the end"])
def test_each_link_is_walked_once_whoever_asks(order: int) -> None:
    links = Links(200)
    chains = Chains(links)
    assert {chains.end(link) for link in range(201)[::order]} == {200}
    assert set(links.asked.values()) == {1}


def test_a_circle_has_no_end_from_wherever() -> None:
    chains = Chains(Links(4, after=2))
    assert [chains.end(link) for link in range(5)] == [None] * 5


def test_a_broken_link_is_told_anew_to_each_who_asks() -> None:
    links = Links(3, after=-1)
    chains = Chains(links)
    told = []
    for link in (1, 0, 3, 1):
        with pytest.raises(DocumentError, match="1:2: leads nowhere") as raised:
            chains.end(link)
        told.append(raised.value)
    assert len({id(error) for error in told}) == 4
    assert set(links.asked.values()) == {1}
