"""Ranges of HTTP statuses (RFC 9110, section 15); single ones are named by `http.HTTPStatus`."""

SUCCESS = range(200, 300)
CLIENT_ERROR = range(400, 500)
SERVER_ERROR = range(500, 600)
