import socket
import threading

from specdouble.mockserver.workers import Workers


class Line:
    """A connection over a pair of sockets."""

    def __init__(self) -> None:
        self.socket, self.client = socket.socketpair()

    def close(self) -> None:
        self.socket.close()
        self.client.close()


def test_no_thread_runs_before_there_is_a_connection():
    workers = Workers(Line.close, 5)
    workers.start()
    workers.stop(1)
    assert "specdouble-worker" not in names()


def names():
    return [thread.name for thread in threading.enumerate()]


def test_one_thread_serves_one_connection_after_the_other():
    served = []

    def talk(line):
        served.append(threading.get_ident())
        line.close()

    workers = Workers(talk, 1)
    for _ in range(3):
        workers.put(Line())
    workers.stop(5)
    assert len(served) == 3
    assert len(set(served)) == 1


def test_each_busy_connection_has_a_thread_up_to_the_limit():
    together, most = threading.Barrier(3), []

    def talk(line):
        together.wait(timeout=5)
        most.append(names().count("specdouble-worker"))
        together.wait(timeout=5)
        line.close()

    workers = Workers(talk, 3)
    for _ in range(6):
        workers.put(Line())
    workers.stop(5)
    assert most == [3] * 6


def test_a_talk_that_breaks_costs_no_thread():
    answered = threading.Event()

    def talk(line):
        line.close()
        if not answered.is_set():
            answered.set()
            raise ValueError("I/O operation on closed epoll object")

    workers = Workers(talk, 1)
    workers.put(Line())
    workers.put(Line())
    workers.stop(5)
    assert answered.is_set()


def test_stop_ends_the_wait_for_a_client_that_sends_nothing_more():
    waiting, read = threading.Event(), []

    def talk(line):
        waiting.set()
        read.append(line.socket.recv(1))
        line.close()

    workers = Workers(talk, 1)
    workers.put(Line())
    workers.put(Line())
    waiting.wait(5)
    workers.stop(5)
    assert read == [b"", b""]


def test_stop_waits_no_longer_than_it_may_for_an_answer_that_does_not_come():
    release = threading.Event()

    def talk(line):
        release.wait(5)
        line.close()

    workers = Workers(talk, 1)
    workers.put(Line())
    workers.stop(0)
    left = [thread for thread in threading.enumerate() if thread.name == "specdouble-worker"]
    release.set()
    for thread in left:
        thread.join()
    assert len(left) == 1


def test_a_connection_closed_already_does_not_stop_the_stop():
    closed, release = threading.Event(), threading.Event()

    def talk(line):
        line.close()
        closed.set()
        release.wait(5)

    workers = Workers(talk, 1)
    workers.put(Line())
    closed.wait(5)
    release.set()
    workers.stop(5)
    assert "specdouble-worker" not in names()
