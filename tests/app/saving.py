"""A window of the editor without a browser: it saves over HTTP as the page does, and chooses where there are two texts."""

import http.client
import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from starlette.status import HTTP_200_OK


@dataclass
class Window:
    """One window on one letter: the text that it holds, and the version of the file that this was written on."""

    port: int
    cookie: str
    name: str
    subject: str
    body: str
    digest: str

    def send(self, choice: str = "again") -> tuple[int, dict[str, Any]]:
        """Saves once; the status of the answer, and what it says. An `OSError` where the app has ended."""
        fields = {"file": self.digest, "subject": self.subject, "body": self.body, "choice": choice}
        host = f"127.0.0.1:{self.port}"
        headers = {"Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded",
                   "Origin": f"http://{host}", "Host": host, "Cookie": self.cookie}  # fmt: skip
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("POST", f"/draft/{self.name}/text", urlencode(fields), headers)
            answer = connection.getresponse()
            told = json.loads(answer.read())
        except http.client.HTTPException as error:  # it ended between an answer's head and its body
            raise ConnectionError from error
        finally:
            connection.close()
        if answer.status == HTTP_200_OK and "digest" in told:
            self.digest = told["digest"]
        return answer.status, told

    def save(self, choice: str) -> None:
        """Saves until the file or a backup has the text; `choice` says which one stands where there are two."""
        status, told = self.send()
        while status != HTTP_200_OK:
            if "html" not in told:  # another run holds the lock
                status, told = self.send()
                continue
            self.digest, other = told["digest"], told
            status, told = self.send(choice)
            if status == HTTP_200_OK and choice == "theirs":
                self.subject, self.body = other["subject"], other["body"]


def cookie_of(link: str) -> tuple[int, str]:
    """The port of a one-time link, and the cookie that it is exchanged for."""
    parts = urlsplit(link)
    assert parts.port
    connection = http.client.HTTPConnection("127.0.0.1", parts.port, timeout=60)
    connection.request("GET", f"{parts.path}?{parts.query}", headers={"Sec-Fetch-Site": "none"})
    cookie = connection.getresponse().getheader("Set-Cookie", "").partition(";")[0]
    connection.close()
    return parts.port, cookie
