"""Every query of every dashboard finds something in the Prometheus of a cluster on which something goes on:
scripts/with-cluster.sh python3 tests/compat/panels.py"""

import glob
import json
import os
import socket
import time

from cluster import BASE, asked, call, signed_in, wait_until

GRAFANA = os.path.join(os.path.dirname(__file__), "../../deploy/grafana/*.json")


def queries():
    for path in sorted(glob.glob(GRAFANA)):
        with open(path) as file:
            board = json.load(file)
        for panel in board["panels"]:
            for target in panel["targets"]:
                yield board["title"] + ", " + panel["title"], target["expr"].replace("$__rate_interval", "1m")


name = "watcher%d" % time.time()
token = signed_in(name)
_, _, team = call("POST", "/api/v4/teams", {"name": name, "display_name": name, "type": "O"}, token)
channel = {"team_id": team["id"], "name": name, "display_name": name, "type": "O"}
_, _, channel = call("POST", "/api/v4/channels", channel, token)


def live():
    """Something of everything that the dashboards show."""
    status, _, _ = call("POST", "/api/v4/posts", {"channel_id": channel["id"], "message": "something"}, token)
    assert status == 201, status
    for what in ("posts", "files"):
        call("POST", "/api/v4/%s/search" % what, {"terms": "something", "is_or_search": False}, token)
    call("GET", "/api/v4/channels/%s/posts" % channel["id"], token=token)
    call("POST", "/api/v4/users/login", {"login_id": "nobody", "password": "x"})


def open_socket():
    """A socket that is closed right away."""
    host, port = BASE.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=10) as stream:
        head = ["GET /api/v4/websocket HTTP/1.1", "Host: " + host, "Connection: Upgrade", "Upgrade: websocket"]
        head += ["Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Authorization: Bearer " + token]
        stream.sendall("\r\n".join(head + ["", ""]).encode())
        assert b" 101 " in stream.recv(100)


def empty():
    live()
    open_socket()
    return [panel + ": " + query for panel, query in found if not asked("/api/v1/query", query=query)["result"]]


found = list(queries())
assert len(found) > 40, "the dashboards are read"
wait_until(60, empty)
print("panels: %d queries have data" % len(found))
