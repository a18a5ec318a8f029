"""The faults of MCollective's samples that keep brokers from starting."""

from __future__ import annotations

import re
from collections.abc import Mapping

from broker_network.bundle.activemq_xml import activemq_xml
from broker_network.network import Broker, Network, PersistenceAdapter, PolicyEntry, TransportConnector, topic
from tests.lab.loopback import attempt, inventory

from .experiment import Experiment, Option, Outcome

LISTENER = "stomp://127.0.0.1:0"
NETWORK = Network(
    (
        Broker(
            "broker1",
            properties_files=("file:${activemq.base}/conf/credentials.properties",),
            use_jmx=False,
            policy_entries=(PolicyEntry(topic(">"), producer_flow_control=False),),
            persistence=PersistenceAdapter("kahaDB", "${activemq.data}/kahadb"),
            transport_connectors=(TransportConnector("stomp", LISTENER),),
        ),
    )
)
CREDENTIALS = "conf/credentials.properties"
REASON = re.compile(
    r"(cvc-complex-type\.2\.4\.a: Invalid content[^|\n]*?expected\.|Port value out of range: -1"
    r"|[\w.]*FileNotFoundException: [^|\n;\]]*)"
)


def _unwrapped(text: str) -> str:
    return re.sub(r" *</?policyEntries>\n", "", text)


def _importing(text: str) -> str:
    return text.replace("</beans>", '<import resource="jetty.xml"/>\n</beans>')


def _both(text: str) -> str:
    return _importing(_unwrapped(text))


def _ampersand(text: str) -> str:
    return text.replace(LISTENER, f"{LISTENER}&amp;needClientAuth=true")


def _run(release: str, networks: Mapping[str, Network]) -> dict[str, Outcome]:
    return {option: _started(release, option, network.brokers[0]) for option, network in networks.items()}


def _started(release: str, option: str, broker: Broker) -> Outcome:
    text = OPTIONS[option].edit(activemq_xml(broker, inventory(release)))
    files = {"activemq.xml": text, **({} if option in WITHOUT_CREDENTIALS else {CREDENTIALS: ""})}
    started, said = attempt(files, release)
    return Outcome({"started": int(started)}, () if started else _reasons(said))


def _reasons(said: str) -> tuple[str, ...]:
    found = (re.sub(r"/tmp/loopback-\w+", "${activemq.base}", one.strip()) for one in REASON.findall(said))
    return tuple(dict.fromkeys(found))


def _verdict(_: str, counts: Mapping[str, int]) -> str:
    return "the broker starts" if counts["started"] else "the broker does not start"


WITHOUT_CREDENTIALS = ("sample", "credentials")

OPTIONS = {
    "sample": Option(
        "the sample of three brokers: the three faults below at once",
        NETWORK,
        (("broker1", "bean"), ("broker1", "destinationPolicy"), ("broker1", "import")),
        edit=_both,
    ),
    "policy": Option(
        "policyEntry directly in policyMap", NETWORK, (("broker1", "destinationPolicy"),), edit=_unwrapped
    ),
    "jetty": Option("jetty.xml imported, and not there", NETWORK, (("broker1", "import"),), edit=_importing),
    "credentials": Option("credentials.properties named, and not there", NETWORK, (("broker1", "bean"),)),
    "ampersand": Option(
        "the page about TLS: & in place of ? in a listener's URI",
        NETWORK,
        (("broker1", "transportConnectors"),),
        edit=_ampersand,
    ),
    "mended": Option(
        "policyEntries around the entries, no import, an empty credentials.properties",
        NETWORK,
        (("broker1", "bean"), ("broker1", "destinationPolicy")),
    ),
}

EXPERIMENT = Experiment(
    question="Which faults of MCollective's samples keep a broker from starting?",
    done="A file as the guide writes it, with a fault of a sample made in it on purpose. There is a jetty.xml on no "
    "broker of the lab, as on Debian. The broker is started.",
    columns={"started": "1 where it started"},
    options=OPTIONS,
    run=_run,
    verdict=_verdict,
    trials=1,
)
