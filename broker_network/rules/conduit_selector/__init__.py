"""Directed requests over merged subscriptions."""

from __future__ import annotations

from collections.abc import Iterator

from broker_network.activemq.releases.facts import CONSUMER_PRIORITY_DECREASED
from broker_network.mcollective import presence
from broker_network.mcollective.destinations import directed
from broker_network.network import Broker, NetworkConnector, Unknown, queue, topic
from broker_network.routes import permits
from broker_network.rule_support import Case, Fault, Rule, Severity, usage
from broker_network.rule_support.connectors import excludes_all, filters_resolved, told_apart
from broker_network.rule_support.fix import Fix, NewElement, deleting_child, setting, sure, undecided
from broker_network.rule_support.splitting import carries_none, split_off


def _find(case: Case) -> Iterator[Fault]:
    spoken = usage.spoken_of(case)
    for broker in case.network.brokers:
        for connector in broker.network_connectors:
            if not filters_resolved(connector):
                continue
            for collective in told_apart((connector,), case.collectives):
                nodes = directed(collective)
                if _always_forwards(connector, collective):
                    message = f"subscribes to {nodes} for good and without a selector, so it takes every request there."
                    fix = _not_for_good(connector, collective)
                elif _merges(connector) and permits(connector, nodes):
                    message = (
                        f"lets {nodes if spoken else 'queues'} across and merges their subscriptions, which drops "
                        "their selectors."
                    )
                    if case.deliveries.surely_once("directed"):
                        message += " As the connectors are now, every request arrives all the same."
                    elif not spoken:
                        message += " If MCollective uses these brokers, directed requests arrive only sometimes."
                    fix = _fix(case, broker, connector)
                    if swapped := _swapped(case, broker, connector):
                        message += f" Its filters look exchanged with those of {swapped}."
                else:
                    continue
                yield Fault(
                    broker.name,
                    connector.source,
                    f"{connector.name or 'This connector'} {message}",
                    fix,
                    None if _always_forwards(connector, collective) else "conduitSubscriptions",
                    severity=_weight(case, spoken, broker, connector),
                )
                break


def _fix(case: Case, broker: Broker, connector: NetworkConnector) -> Fix:
    if carries_none(connector, topic(">")):
        return sure(*setting(connector.source, conduitSubscriptions="false"), then="This connector carries no topics.")
    return sure(*split_off(case.links, broker, connector, queue(">"), "false"))


def _not_for_good(connector: NetworkConnector, collective: str) -> Fix:
    patterns = [one for one in connector.statically_included_destinations if one.matches(directed(collective))]
    path = ("staticallyIncludedDestinations",)
    edits = [
        edit
        for one in patterns
        for edit in deleting_child(connector.source, path, NewElement(one.kind, (("physicalName", one.physical_name),)))
    ]
    return undecided("messages may be meant to cross without anybody's subscription", "", *edits)


def _swapped(case: Case, broker: Broker, connector: NetworkConnector) -> str | None:
    """The name of a connector to the same brokers that does not merge and carries topics alone, as this queues."""
    if not excludes_all(connector, topic(">")):
        return None
    dialed = {one.text for one in case.links.of(connector)}
    return next(
        (
            other.name
            for other in broker.network_connectors
            if other.conduit_subscriptions is False
            and excludes_all(other, queue(">"))
            and {one.text for one in case.links.of(other)} == dialed
        ),
        None,
    )


def _always_forwards(connector: NetworkConnector, collective: str) -> bool:
    return permits(connector, directed(collective)) and any(
        pattern.matches(directed(collective)) for pattern in connector.statically_included_destinations
    )


def _merges(connector: NetworkConnector) -> bool:
    """`conduitSubscriptions` is on unless it is off."""
    if isinstance(connector.conduit_subscriptions, Unknown) or isinstance(connector.static_bridge, Unknown):
        return False
    return connector.conduit_subscriptions is not False and connector.static_bridge is not True


def _weight(case: Case, spoken: bool, broker: Broker, connector: NetworkConnector) -> Severity:
    """An error where the subscription surely takes others' requests; one level less where MCollective is only possible.

    It is hardly possible where STOMP is but one of the many protocols of the file that ActiveMQ ships.
    """
    lost = _competes(case, broker, connector) and not case.deliveries.surely_once("directed")
    if not spoken:
        return Severity.WARNING if lost and usage.chose_stomp(case) else Severity.NOTE
    return Severity.ERROR if lost else Severity.WARNING


def _competes(case: Case, broker: Broker, connector: NetworkConnector) -> bool:
    """Whether others at the same broker wait for requests that the merged subscription takes."""
    far = [one.target for one in case.links.of(connector) if one.target]
    senders = [broker, *(far if connector.duplex is True else ())]
    return any(
        len(case.links.peers.get(sender.name, ())) > 1
        or (presence.speaks_stomp(sender) and _takes_turns(case, connector))
        for sender in senders
    )


def _takes_turns(case: Case, connector: NetworkConnector) -> bool:
    """Whether the broker's own consumers surely do not come first."""
    preferred = connector.decrease_network_consumer_priority
    return (CONSUMER_PRIORITY_DECREASED.if_known(case.release) if preferred is None else preferred) is False


RULE = Rule(__name__, _find, Severity.ERROR, about_mcollective=True)
