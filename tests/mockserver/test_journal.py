import threading

import pytest

from specdouble.mockserver.journal import MAX_TEXT, Journal
from specdouble.spec.exchange import Call, Exchange, Headers, Message, Reply
from specdouble.spec.problem import Problem

CLIENT = Problem("body-invalid", "it is wrong", "body", "/a")
SERVER = Problem("reply-body-invalid", "it is wrong", "body")
NOTE = Problem("parameter-unknown", "nobody knows it", "query", "x")


def exchange(path="/", *problems, headers=(), body=b"", reply=None):
    message = Message("POST", path, "", Headers(headers), body)
    return Exchange(Call(message, None), reply or Reply(200), problems)


def filled(*exchanges, size=10):
    journal = Journal(size)
    for each in exchanges:
        journal.add(each)
    return journal


def test_it_is_a_sequence_of_exchanges_oldest_first():
    first, second = exchange("/1"), exchange("/2")
    journal = filled(first, second)
    assert (list(journal), len(journal), journal[-1]) == ([first, second], 2, second)


def test_a_slice_of_it_is_a_tuple():
    exchanges = [exchange(f"/{number}") for number in range(4)]
    assert filled(*exchanges)[1:3] == tuple(exchanges[1:3])


def test_only_the_last_ones_are_remembered():
    journal = filled(*(exchange(f"/{number}") for number in range(5)), size=2)
    assert [each.call.message.path for each in journal] == ["/3", "/4"]


def test_the_total_counts_those_forgotten_too():
    journal = filled(*(exchange() for _ in range(5)), size=2)
    journal.clear()
    journal.add(exchange())
    assert (journal.total, journal.entries[0].number) == (6, 6)


def test_clear_tells_how_many_it_forgot():
    journal = filled(exchange(), exchange())
    assert (journal.clear(), len(journal)) == (2, 0)


@pytest.mark.parametrize(
    ("side", "found"),
    [("client", [CLIENT]), ("server", [SERVER]), ("note", [NOTE]), (None, [CLIENT, NOTE, SERVER])],
)
def test_problems_are_those_of_one_side_or_of_all(side, found):
    journal = filled(exchange("/", CLIENT, NOTE), exchange("/", SERVER))
    assert journal.problems(side) == found


def test_listeners_hear_of_each_exchange_until_they_leave():
    heard = []
    journal = Journal(10)
    leave = journal.listen(heard.append)
    journal.add(first := exchange())
    leave()
    journal.add(exchange())
    assert heard == [first]


def test_entries_are_dated_by_the_clock_given():
    journal = Journal(10, now=lambda: 1234)
    journal.add(exchange())
    assert journal.entries[0].time == 1234


def test_in_words_an_entry_has_both_messages_and_the_problems():
    reply = Reply(400, Headers([("Content-Type", "text/plain")]), b"no")
    journal = filled(exchange("/a", CLIENT, headers=[("X-A", "1"), ("x-a", "2")], reply=reply))
    assert journal.as_json() == {
        "total": 1,
        "kept": 1,
        "entries": [
            {
                "number": 1,
                "time": None,
                "operationId": None,
                "request": {
                    "method": "POST",
                    "target": "/a",
                    "headers": {"X-A": "1, 2"},
                    "body": "",
                },
                "reply": {"status": 400, "headers": {"Content-Type": "text/plain"}, "body": "no"},
                "problems": [
                    {
                        "code": "body-invalid",
                        "message": "it is wrong",
                        "location": "body",
                        "pointer": "/a",
                        "position": "",
                        "side": "client",
                    }
                ],
            }
        ],
    }


def words(journal, **options):
    return [entry["number"] for entry in journal.as_json(**options)["entries"]]


def test_the_last_ones_are_asked_for_by_number():
    assert words(filled(exchange(), exchange(), exchange()), last=2) == [2, 3]


def test_only_faulty_ones_are_told_on_demand():
    journal = filled(exchange("/", CLIENT), exchange("/", NOTE), exchange("/", SERVER), exchange())
    assert words(journal, only_problems=True) == [1, 3]


def test_the_last_faulty_ones_are_counted_among_the_faulty():
    journal = filled(exchange("/", CLIENT), exchange("/", CLIENT), exchange(), exchange())
    assert words(journal, last=1, only_problems=True) == [2]


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("Authorization", "Bearer abcdefghijklmnop", "Bearer abcd… (16 characters)"),
        ("authorization", "abcdefghijklmnop", "abcd… (16 characters)"),
        ("Authorization", "secret part", "… (11 characters)"),
        ("X-API-Key", "short", "… (5 characters)"),
        ("Cookie", "session=0123456789; a=b", "sess… (23 characters)"),
        ("x-gw-ims-org-id", "ABC@AdobeOrg", "ABC@AdobeOrg"),
    ],
)
def test_credentials_are_shown_shortened(name, value, shown):
    request = filled(exchange(headers=[(name, value)])).as_json()["entries"][0]["request"]
    assert request["headers"] == {name: shown}


def test_a_long_body_is_cut_and_its_size_told():
    request = filled(exchange(body=b"x" * (MAX_TEXT + 1))).as_json()["entries"][0]["request"]
    assert (request["body"], request["bodyBytes"]) == ("x" * MAX_TEXT, MAX_TEXT + 1)


def test_a_body_that_is_not_utf_8_is_shown_all_the_same():
    request = filled(exchange(body=b"a\xff")).as_json()["entries"][0]["request"]
    assert request["body"] == "a\ufffd"


def test_exchanges_of_several_threads_are_all_counted_while_others_read():
    journal = Journal(50)

    def add() -> None:
        for _ in range(200):
            journal.add(exchange("/", CLIENT))
            journal.problems()

    threads = [threading.Thread(target=add) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (journal.total, [entry.number for entry in journal.entries]) == (
        800,
        list(range(751, 801)),
    )


def test_of_long_bodies_only_the_start_is_kept():
    long = b"x" * (MAX_TEXT + 5)
    call = Call(Message("POST", "/", body=long), None, body="x" * len(long))
    journal = filled(Exchange(call, Reply(200, body=long), (CLIENT,)))
    kept = journal[-1]
    assert (len(kept.call.message.body), len(kept.reply.body)) == (MAX_TEXT, MAX_TEXT)
    assert (kept.call.body, kept.problems) == (None, (CLIENT,))


def test_the_true_size_of_a_long_reply_is_told():
    reply = Reply(200, body=b"x" * (MAX_TEXT + 5))
    shown = filled(exchange(reply=reply)).as_json()["entries"][0]["reply"]
    assert (len(shown["body"]), shown["bodyBytes"]) == (MAX_TEXT, MAX_TEXT + 5)


def test_listeners_hear_of_the_whole_of_a_long_body():
    heard, journal = [], Journal(2)
    journal.listen(heard.append)
    journal.add(exchange(body=b"x" * (MAX_TEXT + 5)))
    assert len(heard[0].call.message.body) == MAX_TEXT + 5
