"""A cluster of this machine (scripts/with-cluster.sh), for scripts that watch it: its API, its Prometheus, its processes."""

import json
import os
import time
import urllib.error
import urllib.parse
import urllib.request

BASE = os.environ["PLAIN_URL"]
PORT = int(os.environ["PORT_BASE"])
PROMETHEUS = "http://127.0.0.1:%d" % (PORT + 90)
HOME = os.environ["CLUSTER_HOME"]


def call(method, path, body=None, token=""):
    """Status, headers and body of an answer; a status of 0 when there is none."""
    data = None if body is None else json.dumps(body).encode()
    headers = {"Content-Type": "application/json", "Authorization": "Bearer " + token}
    request = urllib.request.Request(BASE + path, data, headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, answer.headers, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, error.headers, None
    except OSError:
        return 0, {}, None


def signed_in(name):
    """The session of somebody: of who CLUSTER_PERSON says, or of the first person of an empty cluster."""
    account = {"username": name, "email": name + "@example.com", "password": "Password-1234"}
    if known := os.environ.get("CLUSTER_PERSON"):
        name = known
    else:
        status, _, _ = call("POST", "/api/v4/users", account)
        assert status == 201, status
    status, headers, _ = call("POST", "/api/v4/users/login", {"login_id": name, "password": account["password"]})
    assert status == 200, status
    return headers["Token"]


def open_socket(stream, port, token):
    """Begins to be a client's socket at this port, with a stream that is not connected yet."""
    stream.settimeout(10)
    stream.connect(("127.0.0.1", port))
    head = ["GET /api/v4/websocket HTTP/1.1", "Host: localhost", "Connection: Upgrade", "Upgrade: websocket"]
    head += ["Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Authorization: Bearer " + token]
    stream.sendall("\r\n".join(head + ["", ""]).encode())
    assert b" 101 " in stream.recv(100)


def asked(path, **query):
    """What Prometheus says."""
    with urllib.request.urlopen(PROMETHEUS + path + "?" + urllib.parse.urlencode(query), timeout=10) as answer:
        body = json.load(answer)
    assert body["status"] == "success", body
    return body["data"]


def parts():
    """Process ids of what runs, by name."""
    with open(HOME + "/parts") as lines:
        return {name: int(pid) for name, pid in (line.split() for line in lines)}


def wait_until(seconds, missing):
    """Asks until nothing is missing any more."""
    deadline = time.monotonic() + seconds
    while left := missing():
        assert time.monotonic() < deadline, left
        time.sleep(1)
