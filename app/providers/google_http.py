"""The transport under Google's client library: one attempt a call, with a time-out.

The library speaks to anything shaped like ``httplib2.Http``. httplib2 itself sends a request again, a POST too, when the
connection breaks before a status line arrives (``_conn_request``, "retry regardless of the number of RETRIES set"), which can
make two drafts of one; and it is not safe across threads. So requests does the work, which never repeats a POST by itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import httplib2
import requests

TIMEOUT_SECONDS = 30.0


class OneAttemptHttp:
    """In the shape of httplib2.Http. Not to be shared between threads.

    Args:
        timeout_seconds: for connecting, and for each wait for bytes.
    """

    def __init__(self, timeout_seconds: float = TIMEOUT_SECONDS, session: requests.Session | None = None) -> None:
        self._timeout = timeout_seconds
        self._session = session or requests.Session()

    def request(
        self, uri: str, method: str = "GET", body: Any = None, headers: Mapping[str, str] | None = None, **_: object
    ) -> tuple[httplib2.Response, bytes]:
        """Raises requests.RequestException."""
        response = self._session.request(
            method, uri, data=body, headers=dict(headers or {}), timeout=self._timeout, allow_redirects=False
        )
        answer = httplib2.Response({name.lower(): value for name, value in response.headers.items()})
        answer.status = response.status_code
        answer["status"] = str(response.status_code)
        answer.reason = response.reason
        return answer, response.content

    def close(self) -> None:
        self._session.close()
