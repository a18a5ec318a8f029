"""An operator leaves: key, account, open session, certificate. Accounts are in files that the broker reads again."""

from __future__ import annotations

import ssl
import time
from collections.abc import Mapping
from contextlib import suppress

from broker_network.lab.cluster import Cluster
from broker_network.lab.stomp import Refused, Stomp
from broker_network.network import Operator

from .accounts import JAVA_OPTIONS, SHOWN, with_files, write_accounts
from .drill import OTHER, Fault, Scene, drill, nobody, verdict

LEAVING = "carol"
TOPIC = "/topic/mcollective.discovery.agent"


def _by_files(running: Cluster, _: str) -> None:
    with_files(running, OTHER, running.folder.conf_of(OTHER)["activemq.xml"])
    write_accounts(running, OTHER, running.network.broker(OTHER).users)


def _works(session: Stomp) -> bool:
    with suppress(Refused):
        session.send(TOPIC, "a request")
        return True
    return False


def _logs_in(scene: Scene) -> bool:
    operator = _operator(scene.cluster)
    with suppress(Refused, OSError):
        scene.cluster.operator_session(operator, OTHER).close()
        return True
    return False


def _operator(running: Cluster) -> Operator:
    return next(one for one in running.inventory.operators if one.name == LEAVING)


def _opens_tls(running: Cluster) -> bool:
    operator = _operator(running)
    host = running.terminal(operator)
    with suppress(ssl.SSLError, OSError):
        running.connection(host, OTHER, host.files / f"etc/mcollective/operators/{operator.identity}/ssl").close()
        return True
    return False


def _removed(scene: Scene) -> None:
    running = scene.cluster
    operator = _operator(running)
    terminal = running.terminal(operator).machine.address
    with running.operator_session(operator, OTHER) as session:
        assert _works(session)
        time.sleep(1.5)  # files are told apart by the second
        scene.begin()
        for host in running.hosts.values():
            if host.machine.role == "server":
                host.run("rm", "-f", f"/etc/mcollective/ssl/clients/{LEAVING}.pem")
        staying = [user for user in running.network.broker(OTHER).users if user.username != LEAVING]
        write_accounts(running, OTHER, staying)
        scene.counts["logins"] = int(_logs_in(scene))
        scene.counts["sends"] = int(_works(session))
        running.broker_host(OTHER).run("ss", "-K", "dst", str(terminal), "sport", "=", ":61614")
        scene.counts["cut"] = int(_works(session))
        scene.counts["tls"] = int(_opens_tls(running))
    scene.quote(OTHER, "password is invalid|Password does not match|User does not exist|not exist")
    time.sleep(3)
    scene.mended()


def _told(ident: str, counts: Mapping[str, int]) -> str:
    if counts["logins"] or counts["cut"]:
        return "the operator still gets in"
    before = "an open session works until it is cut, then the operator is out"
    return f"{before if counts['sends'] else 'the operator is out'}; {verdict(ident, counts)}"


EXPERIMENT = drill(
    question="Can an operator be removed without anybody else noticing?",
    done="Two operators command all servers without a pause, and a third has a session open. The broker knows its "
    "accounts from files that it reads again. The third operator's key is deleted on the servers, the account in "
    "the broker's files; then the session is cut by the host of the broker. After each step the operator tries again.",
    faults={
        "reload": Fault("files of accounts that are read again, and the session cut", _removed, nobody, SHOWN),
    },
    columns={
        "logins": "logins after the account is gone",
        "sends": "requests then taken over the open session",
        "cut": "requests taken after the session is cut",
        "tls": "connections that the certificate still opens",
    },
    verdict=_told,
    prepare=_by_files,
    java_options=JAVA_OPTIONS,
    without=(LEAVING,),
    shown=((OTHER, "authorizationPlugin"),),
)
