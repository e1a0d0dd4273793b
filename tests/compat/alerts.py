"""Alerts come when a cluster has what they are about, and go when it is over; twenty minutes:
scripts/with-cluster.sh python3 tests/compat/alerts.py

One has the tests of its rule only: a node that applies less of the log than the others (RoostLogBehind), because whatever
holds one up from outside takes its metrics away too."""

import os
import resource
import signal
import socket
import threading
import time
from contextlib import contextmanager

from cluster import HOME, PORT, asked, call, open_socket, parts, signed_in, wait_until

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


def deaf_sockets(count):
    """Sockets at one node whose clients read nothing but the answer to their question for one."""
    opened = []
    for _ in range(count):
        stream = socket.socket()
        # So that little waits in the kernel.
        stream.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        open_socket(stream, PORT + 11, token)
        opened.append(stream)
    return opened


def shout_at_the_deaf(channel):
    """A node gives up those who do not take a few dozen of the longest posts."""
    deaf = deaf_sockets(100)
    for _ in range(100):
        call("POST", "/api/v4/posts", {"channel_id": channel, "message": "\U0001f4e2" * 16000}, token)
    for stream in deaf:
        stream.close()


def new_channel():
    _, _, team = call("POST", "/api/v4/teams", {"name": "watched", "display_name": "Watched", "type": "O"}, token)
    channel = {"team_id": team["id"], "name": "noise", "display_name": "Noise", "type": "O"}
    return call("POST", "/api/v4/channels", channel, token)[2]["id"]


threads = [threading.Thread(target=ask_on) for _ in range(8)]
for thread in threads:
    thread.start()
try:
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
    channel = new_channel()
    with meanwhile(lambda: shout_at_the_deaf(channel)):
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
