"""Accounts, rights, links and listeners are changed in `activemq.xml` while the broker runs."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from functools import partial

from broker_network.lab import fetch
from broker_network.lab.cluster import Cluster
from broker_network.lab.stomp import Refused, Stomp

from .drill import HUB, LEAF, Concerns, Fault, Scene, between, drill, nobody, verdict

MODULES = {"5": "runtime-config-5.18.3", "6": "runtime-config-6.1.7"}
"""The plugin's module for releases that begin so. The registry has it for few."""

PLUGIN = '<runtimeConfigurationPlugin checkPeriod="1000"/>'
"""The plugin looks at the file every second. It is the last: what it changes for logins it does at the next that gets
so far, and one that stands before would refuse a new account."""

START = 'start="false"'
"""Of `broker`: else it starts while its file is being read, and the plugin does not know which file that is."""

TOLD = "No (runtime )?support|No processor|no modifiable|ailed to (add|stop|apply)|(new|removed) network ?[Cc]onnector"
"""What it says of a change, where it says more than that there is one."""

SECONDS = 8
"""For so long a change is waited for."""

OPERATOR = {HUB: "alice", LEAF: "bob"}
NEW, PASSWORD = "dave", "for this drill only"
TOPIC = "mcollective.drill.extra"

SHOWN = f"<broker … {START}>\n{PLUGIN}"

ACCOUNT = f'<authenticationUser username="{NEW}" password="{PASSWORD}" groups="{NEW},everyone"/>'
RIGHT = f'<authorizationEntry topic="{TOPIC}" read="" write="bob,{NEW}" admin="bob,{NEW}"/>'
CONNECTOR = """<networkConnector name="extra" uri="static:(ssl://broker1.example.net:61617)"
  userName="bridge-broker2-broker1" password="${bridge-broker2-broker1.password}" bridgeTempDestinations="false">
  <dynamicallyIncludedDestinations><topic physicalName="mcollective.none"/></dynamicallyIncludedDestinations>
</networkConnector>"""


@dataclass(frozen=True)
class Change:
    """A part of a broker's file that is replaced.

    `holds` is whether the change is in force, for whoever or whatever comes anew. `until` is what a session of `user`
    that was opened before can do as long as the change does not hold for it.
    """

    broker: str
    old: str
    new: str
    holds: Callable[[Scene], bool]
    user: str = ""
    until: Callable[[Stomp], bool] = lambda _: False


def _with_plugin(running: Cluster, release: str) -> None:
    """Let the leaf's broker look at its file."""
    broker = running.brokers[LEAF]
    broker.class_path = (*broker.class_path, *fetch.fetch(MODULES[release[0]]))
    _replace(running, LEAF, f'brokerName="{LEAF}"', f'brokerName="{LEAF}" {START}')
    _replace(running, LEAF, "</plugins>", f"{PLUGIN}</plugins>")


def _replace(running: Cluster, broker: str, old: str, new: str) -> None:
    path = running.broker_host(broker).files / "brokers" / broker / "conf" / "activemq.xml"
    text = path.read_text("utf-8")
    assert text.count(old) == 1, f"{old} is there {text.count(old)} times"
    running.brokers[broker].install({"activemq.xml": text.replace(old, new).encode()})


def _session(scene: Scene, broker: str, user: str) -> Stomp:
    """A session of a user, from the terminal and with the certificate of the operator at that broker."""
    running = scene.cluster
    operator = next(one for one in running.inventory.operators if one.name == OPERATOR[broker])
    host = running.terminal(operator)
    material = host.files / f"etc/mcollective/operators/{operator.identity}/ssl"
    return running.session(host, broker, user, PASSWORD if user == NEW else running.folder.password(user), material)


def _changed(change: Change, scene: Scene) -> None:
    with ExitStack() as stack:
        session = stack.enter_context(_session(scene, change.broker, change.user)) if change.user else None
        if session is not None:
            assert change.until(session)
        time.sleep(1.5)  # files are told apart by the second
        scene.begin()
        _replace(scene.cluster, change.broker, change.old, change.new)
        while not (holds := change.holds(scene)) and time.monotonic() - scene.began < SECONDS:
            time.sleep(0.25)
        scene.counts["takes"] = math.ceil(time.monotonic() - scene.began) if holds else 0
        scene.mended()
        scene.counts["sessions"] = int(holds and session is not None and change.until(session))
    scene.watch.await_answers(60, scene.ended)
    scene.quote(change.broker, TOLD)


def _logs_in(broker: str, scene: Scene) -> bool:
    with suppress(Refused, OSError):
        _session(scene, broker, NEW).close()
        return True
    return False


def _logs_in_no_more(broker: str, scene: Scene) -> bool:
    return not _logs_in(broker, scene)


def _may_send(user: str, scene: Scene) -> bool:
    with _session(scene, LEAF, user) as session:
        return _sends(session)


def _may_send_no_more(user: str, scene: Scene) -> bool:
    return not _may_send(user, scene)


def _sends(session: Stomp) -> bool:
    with suppress(Refused, OSError):
        session.send(f"/topic/{TOPIC}", "a request")
        return True
    return False


def _is_refused(session: Stomp) -> bool:
    return not _sends(session)


def _links(pattern: str, scene: Scene) -> bool:
    return bool(scene.logged(LEAF, pattern))


def _lets_in_no_more(scene: Scene) -> bool:
    """Whether a second connection beside those there are is refused."""
    with suppress(Refused, OSError):
        _session(scene, LEAF, OPERATOR[LEAF]).close()
        return False
    return True


QUEUES = "\n".join(24 * " " + one for one in ('messageTTL="2"', 'consumerTTL="2"', 'conduitSubscriptions="false"'))
ESTABLISHED = "has been established"
ADD_ACCOUNT = ("</users>", f"{ACCOUNT}</users>")
ADD_RIGHT = ("</authorizationEntries>", f"{RIGHT}</authorizationEntries>")

CHANGES: Mapping[str, tuple[str, Change, Concerns]] = {
    "generated": (
        "as generated: an account is added",
        Change(HUB, *ADD_ACCOUNT, partial(_logs_in, HUB)),
        nobody,
    ),
    "account": ("the plugin: an account is added", Change(LEAF, *ADD_ACCOUNT, partial(_logs_in, LEAF)), nobody),
    "right": (
        "the plugin: a right is given",
        Change(LEAF, *ADD_RIGHT, partial(_may_send, "bob"), "bob", _is_refused),
        nobody,
    ),
    "no-account": (
        "the plugin: the account is removed",
        Change(LEAF, *ADD_ACCOUNT[::-1], partial(_logs_in_no_more, LEAF), NEW, _sends),
        nobody,
    ),
    "no-right": (
        "the plugin: the right is taken away",
        Change(LEAF, *ADD_RIGHT[::-1], partial(_may_send_no_more, "bob"), "bob", _sends),
        nobody,
    ),
    "connector": (
        "the plugin: a network connector is added",
        Change(LEAF, "</networkConnectors>", f"{CONNECTOR}</networkConnectors>", partial(_links, ESTABLISHED)),
        nobody,
    ),
    "no-connector": (
        "the plugin: it is removed",
        Change(
            LEAF, f"{CONNECTOR}</networkConnectors>", "</networkConnectors>", partial(_links, "bridge to .* stopped")
        ),
        nobody,
    ),
    "ttl": (
        "the plugin: the TTL of the connector for queues is changed",
        Change(
            LEAF,
            QUEUES,
            QUEUES.replace('TTL="2"', 'TTL="3"'),
            partial(_links, ESTABLISHED),
        ),
        between(LEAF, HUB),
    ),
    "listener": (
        "the plugin: maximumConnections of the listener is set to one",
        Change(LEAF, "maximumConnections=44", "maximumConnections=1", _lets_in_no_more),
        nobody,
    ),
}


def _shown(ident: str, change: Change) -> str:
    plugin = "" if ident == "generated" else f"{SHOWN}\n"
    return f"{plugin}<!-- from -->\n{change.old}\n<!-- to -->\n{change.new}"


def _told(ident: str, counts: Mapping[str, int]) -> str:
    if not counts["takes"]:
        return "needs a restart"
    whom = "takes effect, but not for who is connected" if counts["sessions"] else "takes effect"
    return f"{whom}; {verdict(ident, counts)}"


EXPERIMENT = drill(
    question="What of activemq.xml can be changed without a restart?",
    done="Operators command all servers without a pause. One broker runs as generated; a leaf's broker besides has "
    "runtimeConfigurationPlugin, which looks at the file every second. One thing after the other is changed in the "
    f"file, and for {SECONDS} seconds it is tried whether it holds. A session that was opened before tries too. The "
    "plugin is that of 6.1.7, before 6 that of 5.18.3.",
    faults={
        ident: Fault(title, partial(_changed, change), concerns, _shown(ident, change))
        for ident, (title, change, concerns) in CHANGES.items()
    },
    columns={
        "takes": "seconds until it takes effect, 0 where it does not",
        "sessions": "open sessions to which it does not apply",
    },
    verdict=_told,
    prepare=_with_plugin,
    shown=((LEAF, "simpleAuthenticationPlugin"),),
)
