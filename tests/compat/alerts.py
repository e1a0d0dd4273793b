"""Alerts come when a cluster has what they are about, and go when it is over; a quarter of an hour:
scripts/with-cluster.sh python3 tests/compat/alerts.py

A node that applies less of the log than the others (RoostLogBehind) has the test of its rule only: whatever holds one up
from outside takes its metrics away too."""

import base64
import os
import resource
import signal
import socket
import threading
import time
from contextlib import contextmanager

from cluster import HOME, asked, call, parts, signed_in, wait_until

token = signed_in("watched")
going = True


def ask_on():
    while going:
        call("GET", "/api/v4/users/me/teams", token=token)
        time.sleep(0.2)


def firing():
    return {alert["labels"]["alertname"] for alert in asked("/api/v1/alerts")["alerts"] if alert["state"] == "firing"}


def family(pid):
    """A process and its children."""
    with open("/proc/%d/task/%d/children" % (pid, pid)) as file:
        return [pid] + [int(child) for child in file.read().split()]


def wait_for(*alerts):
    wait_until(600, lambda: set(alerts) - firing())
    print("fires: " + ", ".join(alerts), flush=True)


def wait_for_peace():
    wait_until(600, firing)
    print("nothing fires", flush=True)


@contextmanager
def meanwhile(work):
    """Does it over and over."""
    over = threading.Event()

    def repeat():
        while not over.is_set():
            work()

    thread = threading.Thread(target=repeat)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def nodes():
    return [pid for name, pid in parts().items() if name.startswith("node")]


@contextmanager
def stopped_database():
    with open(HOME + "/primary/postmaster.pid") as file:
        primary = family(int(file.readline()))
    for pid in primary:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in primary:
            os.kill(pid, signal.SIGCONT)


def stutter():
    with stopped_database():
        time.sleep(3)
    time.sleep(1)


@contextmanager
def few_files(pid):
    """It may open few more than it has open."""
    usual = resource.prlimit(pid, resource.RLIMIT_NOFILE)
    few = len(os.listdir("/proc/%d/fd" % pid)) * 10 // 9
    resource.prlimit(pid, resource.RLIMIT_NOFILE, (few, usual[1]))
    try:
        yield
    finally:
        resource.prlimit(pid, resource.RLIMIT_NOFILE, usual)


def deaf_socket():
    """Wants the first node's events and reads none."""
    deaf = socket.socket()
    deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    # Not by HAProxy, whose buffers would have to be filled too.
    deaf.connect(("127.0.0.1", int(os.environ["PORT_BASE"]) + 11))
    key = base64.b64encode(os.urandom(16)).decode()
    lines = ("GET /api/v4/websocket HTTP/1.1", "Host: localhost", "Connection: Upgrade", "Upgrade: websocket")
    lines += ("Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: " + key, "Authorization: Bearer " + token)
    deaf.sendall("\r\n".join(lines + ("", "")).encode())
    return deaf


def town_square():
    team = {"name": "watched", "display_name": "Watched", "type": "O"}
    status, _, team = call("POST", "/api/v4/teams", team, token)
    assert status == 201, status
    status, _, channel = call("GET", "/api/v4/teams/%s/channels/name/town-square" % team["id"], token=token)
    assert status == 200, status
    return channel["id"]


def shout(channel, sockets=64, posts=320):
    """More than deaf sockets and the buffers on the way to them hold."""
    deaf = [deaf_socket() for _ in range(sockets)]
    for _ in range(posts):
        call("POST", "/api/v4/posts", {"channel_id": channel, "message": "x" * 16_000}, token)
    for one in deaf:
        one.close()


threads = [threading.Thread(target=ask_on) for _ in range(8)]
for thread in threads:
    thread.start()
try:
    channel = town_square()
    wait_for_peace()
    with stopped_database():
        wait_for("RoostErrors", "RoostCachesCold")
    wait_for_peace()
    with meanwhile(stutter):
        wait_for("RoostSlow")
    wait_for_peace()
    with few_files(nodes()[0]):
        wait_for("RoostFilesRunOut")
    wait_for_peace()
    with meanwhile(lambda: shout(channel)):
        wait_for("RoostSocketsOverflow")
    wait_for_peace()
    os.kill(nodes()[-1], signal.SIGKILL)
    wait_for("RoostNodeDown")
    for pid in nodes()[:-1]:
        os.kill(pid, signal.SIGKILL)
    wait_for("RoostAllNodesDown")
finally:
    going = False
    for thread in threads:
        thread.join()
