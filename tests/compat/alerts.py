"""Alerts come when a cluster has what they are about, and go when it is over; some minutes:
scripts/with-cluster.sh python3 tests/compat/alerts.py"""

import os
import signal
import threading
import time

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
    wait_until(300, lambda: set(alerts) - firing())
    print("fires: " + ", ".join(alerts), flush=True)


def wait_for_peace():
    wait_until(300, firing)
    print("nothing fires", flush=True)


threads = [threading.Thread(target=ask_on) for _ in range(8)]
for thread in threads:
    thread.start()
try:
    wait_for_peace()
    with open(HOME + "/primary/postmaster.pid") as file:
        primary = family(int(file.readline()))
    for pid in primary:
        os.kill(pid, signal.SIGSTOP)
    try:
        wait_for("RoostErrors", "RoostCachesCold")
    finally:
        for pid in primary:
            os.kill(pid, signal.SIGCONT)
    wait_for_peace()
    nodes = [pid for name, pid in parts().items() if name.startswith("node")]
    os.kill(nodes[-1], signal.SIGKILL)
    wait_for("RoostNodeDown")
    for pid in nodes[:-1]:
        os.kill(pid, signal.SIGKILL)
    wait_for("RoostAllNodesDown")
finally:
    going = False
    for thread in threads:
        thread.join()
