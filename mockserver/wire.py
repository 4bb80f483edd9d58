"""The HTTP server: cheroot, and what it leaves open. Used by `serving.py`.

Read `Server` first: only a connection that has a request holds a thread, and only a request that
is being answered a turn. Every refusal is JSON that the client gets to read; whatever comes in,
there is no traceback and no 500.
"""

import contextlib
import io
import json
import logging
import os
import re
import socket
import struct
import time
from http import HTTPStatus
from typing import Any
from wsgiref.types import WSGIApplication

from cheroot import server, wsgi

from .. import __version__
from .framing import Body, Chunks, read_fields
from .turns import Turns
from .workers import Workers

MAX_CONNECTIONS = 1000
"""So many connections may be in the midst of a request, or wait for the next one."""

MAX_HEAD = 64 * 1024
"""As many bytes may the request line and all fields of a request have together."""

FAREWELL = 5
"""So many seconds may the requests in flight take to be answered after `stop`."""

_AT_ONCE = struct.pack("hh" if os.name == "nt" else "ii", 1, 0)
"""The SO_LINGER that makes TCP tell the client of a close by RST."""

_LOG = logging.getLogger(__name__)
_TARGET = re.compile(rb"[\x21-\x7e]+")


class Server(wsgi.Server):
    """cheroot's server, with a thread for each busy connection, made on demand.

    At most `threads` of them are within the application; who waits for its client is not.
    `patience` is how many seconds a client may pause within a request, or between two of one
    connection; `reaction` how many pass until a stop is noticed, which costs CPU while idle.
    `refusal` says why an address could not be bound, after `prepare` failed.
    """

    keep_alive_conn_limit = MAX_CONNECTIONS
    max_request_header_size = MAX_HEAD

    def __init__(
        self,
        address: tuple[str, int],
        application: WSGIApplication,
        *,
        threads: int,
        patience: float,
        reaction: float,
    ) -> None:
        self.turns = Turns(threads)
        super().__init__(
            address,
            self.turns.answering(application),
            server_name=f"specdouble/{__version__}",
            request_queue_size=128,
            timeout=patience,  # type: ignore[arg-type]  # any number will do
            shutdown_timeout=FAREWELL,
        )
        self.expiration_interval = reaction
        self.ConnectionClass = Connection
        self.gateway = Gateway
        self.requests = Workers(self.talk, MAX_CONNECTIONS)
        self.refusal = ""

    def bind_socket(  # type: ignore[override]  # static in cheroot, but called on the instance
        self, socket_: socket.socket, bind_addr: tuple[str, int]
    ) -> socket.socket:
        """Bind, and keep the reason where that fails."""
        try:
            socket_.bind(bind_addr)
        except OSError as error:
            socket_.close()
            self.refusal = error.strerror or str(error)
            raise
        return socket_

    def serve(self) -> None:
        """Look after connections until `stop`; out of file descriptors, wait for one."""
        while self.ready:
            try:
                self._connections.run(self.expiration_interval)  # type: ignore[attr-defined]  # not in the stubs
            except OSError as error:
                _LOG.warning("cannot accept a connection: %s", error)
                time.sleep(self.expiration_interval)

    def process_conn(self, conn: server.HTTPConnection) -> None:
        """Give a connection that has a request to a thread; a fresh one has to show one first."""
        if conn.last_used is None:
            self.put_conn(conn)
        else:
            super().process_conn(conn)

    def talk(self, connection: server.HTTPConnection) -> None:
        """Serve one request; then the connection waits for the next, or is closed."""
        if connection.communicate():  # type: ignore[no-untyped-call]  # as the stubs are
            self.put_conn(connection)
        else:
            connection.close()

    def error_log(self, msg: str = "", level: int = logging.INFO, traceback: bool = False) -> None:  # noqa: FBT001, FBT002  # cheroot calls it so
        """To our log: what a client does wrong is no error of the server."""
        severe = level >= logging.ERROR
        _LOG.log(level if severe else logging.DEBUG, msg, exc_info=traceback and severe)

    def forget(self) -> None:
        """Leave the statistics of cheroot, which would keep the application for ever."""
        statistics: dict[str, object] = vars(logging)["statistics"]
        statistics.pop(f"Cheroot HTTPServer {id(self)}", None)


class Request(server.HTTPRequest):
    """One request of a connection; what is not HTTP is refused."""

    def __init__(self, owner: Server, connection: "Connection") -> None:
        """The "proxy mode" of cheroot takes targets in absolute form, as RFC 9112, 3.2.2 asks."""
        super().__init__(owner, connection, proxy_mode=True)
        self.header_reader = read_fields

    def read_request_line(self) -> bool:
        """Whether there is a request line, and a target of visible characters in it."""
        with contextlib.suppress(ValueError):  # raised for targets such as "//["
            if not super().read_request_line():  # type: ignore[no-untyped-call]  # as the stubs are
                return False
            if _TARGET.fullmatch(self.uri):
                return True
        self.simple_response("400 Bad Request", "Malformed request target")
        return False

    def read_request_headers(self) -> bool:
        """Whether the fields are understood; cheroot reads `Connection` too narrowly."""
        if not super().read_request_headers():  # type: ignore[no-untyped-call]  # as the stubs are
            return False
        is_modern = self.response_protocol == "HTTP/1.1"
        words = self.inheaders.get(b"Connection", b"").lower().replace(b" ", b"").split(b",")
        self.close_connection = b"close" in words or not (is_modern or b"keep-alive" in words)
        if is_modern and b"Host" not in self.inheaders:
            self.simple_response("400 Bad Request", "There is no Host")
            return False
        return True

    def simple_response(self, status: str, msg: str = "") -> None:
        """Refuse what never becomes a message for the application, and close."""
        code = HTTPStatus(int(status[:3]))
        if code is HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
            code = HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE  # bodies are measured elsewhere
        refusal = {"title": code.phrase, "status": code, "detail": msg or code.description}
        body = json.dumps(refusal).encode()
        head = (
            f"HTTP/1.1 {code:d} {code.phrase}\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\nAccess-Control-Allow-Origin: *\r\n"
            "Connection: close\r\n\r\n"
        )
        self.close_connection = True
        self.conn.is_refused = True
        with contextlib.suppress(OSError):
            self.conn.wfile.write(head.encode() + body)


class Gateway(wsgi.Gateway_10):
    """From a request to the application."""

    def get_environ(self) -> dict[str, Any]:  # type: ignore[override]  # the stubs say None
        """The environ of PEP 3333; a body with a fault ends the connection."""
        environ: dict[str, Any] = super().get_environ()  # type: ignore[no-untyped-call]  # as the stubs are
        request = self.req
        read = Chunks(request.conn.rfile).read if request.chunked_read else request.rfile.read

        def _end() -> None:
            request.close_connection = True

        body = Body(request.server.turns.waiting(read), _end)
        environ["wsgi.input"] = io.BufferedReader(body)
        return environ

    def respond(self) -> None:
        """Answer; an application that resets the connection does so for the client too."""
        try:
            super().respond()
        except ConnectionResetError:
            self.req.conn.is_reset = not self.req.sent_headers
            raise


class Connection(server.HTTPConnection):
    """A connection that lets a refused client read why."""

    RequestHandlerClass = Request
    is_refused = False
    is_reset = False

    def close(self) -> None:
        """Close; after a refusal only once the client has stopped sending, for a moment.

        Closing on bytes that nobody has read makes TCP throw away the refusal.
        """
        if self.is_refused:
            with contextlib.suppress(OSError):
                self.socket.shutdown(socket.SHUT_WR)
                self.socket.settimeout(0.2)
                all(self.socket.recv(MAX_HEAD) for _ in range(64))  # until the end of input
        if self.is_reset:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
            self.rfile.close()
            self.socket.close()
        else:
            super().close()
