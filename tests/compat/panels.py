"""Every query of every dashboard finds something in the Prometheus of a cluster on which something goes on:
scripts/with-cluster.sh python3 tests/compat/panels.py"""

import glob
import json
import os
import socket
import time

from cluster import PORT, asked, call, open_socket, signed_in, wait_until

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


def open_and_close():
    """A socket that is closed right away."""
    with socket.socket() as stream:
        open_socket(stream, PORT + 81, token)


def empty():
    live()
    open_and_close()
    return [panel + ": " + query for panel, query in found if not asked("/api/v1/query", query=query)["result"]]


found = list(queries())
assert len(found) > 40, "the dashboards are read"
wait_until(60, empty)
print("panels: %d queries have data" % len(found))
