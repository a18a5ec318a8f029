"""The commands that answer questions about a network, planned or read: `check` and its kin.

They need the standard library only, unless a topology.yaml is asked about.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from broker_network.redaction import redacted

from .common import DIFFERS, OK, Commands, Refused, add, did_you_mean, tell
from .input_output import (
    reading_of,
    release_of,
    terminal,
    without_collection,
    write_answer,
    write_json,
    write_lines,
    write_text,
)

if TYPE_CHECKING:
    from broker_network.changes import Transition
    from broker_network.collect import Reading
    from broker_network.exposure import Ground
    from broker_network.routes.subscription_counts import Population

PATHS = (
    "activemq.xml files, folders or zips that hold them (with client.cfg, server.cfg and properties files beside), "
    "a topology.yaml, or the name of an example."
)


def register(commands: Commands) -> None:
    """Add the commands and their arguments."""
    check = add(commands, "check", _check, "Find what is wrong in a network: broker, file, line, why, and the fix.")
    _reading_arguments(check)
    check.add_argument(
        "--fail-on",
        choices=("error", "warning", "note", "never"),
        default="warning",
        help="Exit with 1 from this severity on. Default: warning.",
    )
    check.add_argument("--format", choices=("text", "json", "sarif"), default="text", help="Default: text.")

    reach = add(
        commands, "reach", _reach, "Tell who reaches whom: whether requests arrive and replies come back, how often."
    )
    _reading_arguments(reach)
    _place_arguments(reach)
    _answer_arguments(reach)

    trace = add(
        commands,
        "trace",
        _trace,
        "Follow a message between two brokers: every hop, what blocks it, and the smallest change.",
    )
    _reading_arguments(trace)
    trace.add_argument("--client", required=True, metavar="BROKER", help="Where the client is connected.")
    trace.add_argument("--server", required=True, metavar="BROKER", help="Where the server is connected.")
    trace.add_argument("--collective", metavar="NAME", help="Default: the first that the files name.")
    trace.add_argument(
        "--message", choices=("broadcast", "directed", "reply"), help="Only this kind. Default: all three."
    )
    trace.add_argument("--client-user", metavar="NAME", help="The client's account: asks for its rights too.")
    trace.add_argument("--server-user", metavar="NAME", help="The server's account: asks for its rights too.")
    _answer_arguments(trace)

    demand = add(commands, "demand", _demand, "Count the subscriptions that bridges hold, and the TTL that is needed.")
    _reading_arguments(demand)
    demand.add_argument(
        "--servers",
        action="append",
        default=[],
        metavar="BROKER=COUNT",
        help="Servers at a broker; may be repeated. Needed where no topology says them.",
    )
    demand.add_argument(
        "--clients",
        action="append",
        default=[],
        metavar="BROKER=COUNT",
        help="Clients at a broker, each waiting for a reply; may be repeated.",
    )
    demand.add_argument("--collective", metavar="NAME", help="Whose they are. Default: the first that the files name.")
    _answer_arguments(demand)

    rights = add(commands, "rights", _rights, "Tell what every account may do, and who can send requests to whom.")
    _reading_arguments(rights)
    rights.add_argument(
        "--user", action="append", default=[], metavar="NAME", help="Only this account; may be repeated."
    )
    _answer_arguments(rights)

    exposure = add(
        commands,
        "exposure",
        _exposure,
        "Tell what a stolen laptop, server, broker or password can read, take, forge and stop.",
    )
    _reading_arguments(exposure)
    exposure.add_argument(
        "--who",
        action="append",
        metavar="NAME",
        help="An operator, server group, broker, link or user, such as alice or 'broker noc-1'; may be repeated. "
        "Default: all.",
    )
    _answer_arguments(exposure)

    diff = add(
        commands, "diff", _diff, "Tell what changes from one network to another, and in which order to change it."
    )
    diff.add_argument("old", metavar="OLD", help="The network as it runs: a path as of check.")
    diff.add_argument("new", metavar="NEW", help="The network as it will be.")
    diff.add_argument(
        "--to", type=Path, metavar="DIR", help="Also write the activemq.xml of each step there; between two topologies."
    )
    _answer_arguments(diff)

    draw = add(commands, "draw", _draw, "Draw a network as SVG.")
    _reading_arguments(draw)
    draw.add_argument("--to", type=Path, metavar="FILE.svg", help="Write there; default: standard output.")


def _place_arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--client", action="append", default=[], metavar="BROKER", help="Only clients of this broker; may be repeated."
    )
    command.add_argument(
        "--server", action="append", default=[], metavar="BROKER", help="Only servers of this broker; may be repeated."
    )
    command.add_argument(
        "--collective", action="append", default=[], metavar="NAME", help="Only this collective; may be repeated."
    )


def _answer_arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument("--format", choices=("text", "json"), default="text", help="Default: text.")


def _reading_arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument("paths", nargs="+", metavar="PATH", help=PATHS)
    command.add_argument(
        "--activemq", metavar="RELEASE", help="The exact release that runs, such as 6.2.6: asks for its own faults too."
    )
    command.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        dest="settings",
        help="Fill ${NAME} in the files, as a system property would; may be repeated.",
    )


def _check(chosen: argparse.Namespace) -> int:
    from broker_network import rules
    from broker_network.answers import check as answer_of
    from broker_network.answers import data, sarif

    release = release_of(chosen.activemq)
    with without_collection():
        reading = reading_of(chosen.paths, chosen.settings)
        found = rules.check(rules.Case(reading, release))
    if chosen.format == "json":
        write_json(data.document("check", data.checked(found, reading, release)))
    elif chosen.format == "sarif":
        write_json(sarif.as_sarif(found, reading))
    else:
        write_lines(answer_of.as_text(found, reading, terminal()))
    if chosen.fail_on == "never":
        return OK
    return DIFFERS if any(one.severity >= rules.Severity[chosen.fail_on.upper()] for one in found) else OK


def _reach(chosen: argparse.Namespace) -> int:
    from broker_network.answers import reach

    reading = reading_of(chosen.paths, chosen.settings)
    _known_brokers(reading, [*chosen.client, *chosen.server])
    pairs = reach.pairs_of(reading, chosen.client, chosen.server, chosen.collective)
    if len(pairs) > reach.MOST_PAIRS:
        raise Refused(f"{len(pairs)} pairs of brokers: name whom you ask about, with --client or --server.")
    answer = reach.reached(reach.routing_of(reading, release_of(chosen.activemq)), _ground(reading), pairs)
    write_answer(chosen, answer, reach.as_text(answer, terminal()))
    return OK


def _trace(chosen: argparse.Namespace) -> int:
    from broker_network.answers import reach
    from broker_network.answers import trace as answer_of
    from broker_network.mcollective.destinations import MESSAGES
    from broker_network.routes.tracing import trace

    reading = reading_of(chosen.paths, chosen.settings)
    _known_brokers(reading, (chosen.client, chosen.server))
    ground = _ground(reading)
    collective = chosen.collective or ground.collectives[0]
    operators = ground.operators_at(chosen.client, collective)
    servers = ground.servers_at(chosen.server, collective)
    inventory = reading.inventory
    identity, client_user, server_user = "client.site", chosen.client_user, chosen.server_user
    if inventory is not None and operators:
        # With an inventory, operators are known by their identities and servers by their groups.
        identity = operators[0]
        client_user = client_user or identity.partition(".")[0]
        groups = {f"{group.site}/{group.name}": group.user for group in inventory.server_groups}
        server_user = server_user or (groups.get(servers[0]) if servers else None)
    elif client_user:
        identity = f"{client_user}.site"
    routing = reach.routing_of(reading, release_of(chosen.activemq))
    found = [
        trace(
            routing,
            message,
            chosen.client,
            chosen.server,
            collective,
            identity=identity,
            client_user=client_user,
            server_user=server_user,
        )
        for message in MESSAGES
        if chosen.message in (None, message)
    ]
    answer = answer_of.Traces(tuple(map(answer_of.traced, found)))
    write_answer(chosen, answer, answer_of.as_text(answer, terminal()))
    return OK if all(one.arrives for one in found) else DIFFERS


def _demand(chosen: argparse.Namespace) -> int:
    from broker_network.answers import demand as answer_of
    from broker_network.answers import reach
    from broker_network.routes.subscription_counts import demand, populations_of, ttl_needed

    reading = reading_of(chosen.paths, chosen.settings)
    populations = _populations(chosen, reading)
    if not populations and reading.inventory is not None:
        populations = list(populations_of(reading.inventory))
    if not populations:
        raise Refused("The files do not say how many servers there are: give them, such as --servers dc-a-1=60.")
    routing = reach.routing_of(reading, release_of(chosen.activemq))
    answer = answer_of.demanded(populations, demand(routing, populations), ttl_needed(routing, populations))
    write_answer(chosen, answer, answer_of.as_text(answer, terminal()))
    return OK


def _populations(chosen: argparse.Namespace, reading: Reading) -> list[Population]:
    """What was given by option. Raises Refused for what is no broker and no count."""
    from broker_network.routes.subscription_counts import Population

    collective = chosen.collective or _ground(reading).collectives[0]
    counts: dict[str, list[int]] = {}
    for option, given in (("--servers", chosen.servers), ("--clients", chosen.clients)):
        for text in given:
            broker, equals, count = text.rpartition("=")
            if not equals or not count.isascii() or not count.isdigit() or len(count) > 7:
                raise Refused(f"{option} {text}: write it as BROKER=COUNT, such as dc-a-1=60")
            _known_brokers(reading, [broker])
            counts.setdefault(broker, [0, 0])[option == "--clients"] += int(count)
    return [Population(broker, collective, *found) for broker, found in counts.items()]


def _ground(reading: Reading) -> Ground:
    from broker_network.exposure import Ground

    return Ground(reading.network, reading.hosts, reading.inventory, reading.members)


def _known_brokers(reading: Reading, names: Iterable[str]) -> None:
    """Raise Refused, with the names that there are, for a broker that was not read."""
    known = list(dict.fromkeys(broker.name for broker in reading.network.brokers))
    for name in names:
        if name not in known:
            raise Refused(f'There is no broker "{name}".{did_you_mean(name, known)} Known: {", ".join(known)}.')


def _rights(chosen: argparse.Namespace) -> int:
    from broker_network.answers import rights
    from broker_network.exposure.account_rights import granted

    reading = reading_of(chosen.paths, chosen.settings)
    accounts = granted(_ground(reading))
    known = list(dict.fromkeys(one.user for one in accounts if one.user))
    for name in chosen.user:
        if name not in known:
            raise Refused(f'There is no account "{name}".{did_you_mean(name, known)} Known: {", ".join(known)}.')
    answer = rights.Granted(tuple(one for one in accounts if not chosen.user or one.user in chosen.user))
    write_answer(chosen, answer, rights.as_text(answer, terminal()))
    return OK


def _exposure(chosen: argparse.Namespace) -> int:
    from broker_network.answers import exposure as answer_of
    from broker_network.exposure import exposure, subject, subjects

    reading = reading_of(chosen.paths, chosen.settings)
    ground = _ground(reading)
    try:
        asked = [subject(ground, who) for who in chosen.who] if chosen.who else subjects(ground)
    except LookupError as error:
        raise Refused(str(error.args[0])) from None
    answer = answer_of.Exposures(tuple(exposure(one, ground) for one in asked))
    write_answer(chosen, answer, answer_of.as_text(answer, terminal()))
    return OK


def _diff(chosen: argparse.Namespace) -> int:
    from broker_network.answers import diff as answer_of
    from broker_network.changes import diff, transition

    old, new = reading_of([chosen.old], ()), reading_of([chosen.new], ())
    road = transition(old.network, new.network, old.hosts, new.hosts, old.inventory, new.inventory)
    if chosen.to:
        _write_steps(road, old, new, chosen.to)
    answer = answer_of.changed(diff(old.network, new.network), road)
    write_answer(chosen, answer, answer_of.as_text(answer, terminal()))
    return OK if road.loses_nothing else DIFFERS


def _write_steps(road: Transition, old: Reading, new: Reading, folder: Path) -> None:
    """Write the file of every step that installs one. Files that were read may hold passwords: those are refused."""
    if old.inventory is None or new.inventory is None:
        raise Refused("--to writes files between two topologies only: a topology.yaml or an example on both sides.")
    from broker_network import bundle
    from broker_network.bundle.activemq_xml import activemq_xml

    for number, step in enumerate(road.steps, start=1):
        if step.broker is not None:
            path = folder / f"{number:02}-{step.place}" / "activemq.xml"
            bundle.write_bytes(path, activemq_xml(step.broker, new.inventory).encode())
            tell(f"{path}: {step.work}")


def _draw(chosen: argparse.Namespace) -> int:
    from broker_network import bundle, diagram
    from broker_network.collect.inferred_inventory import inventory_of

    reading = reading_of(chosen.paths, chosen.settings)
    name = Path(chosen.paths[0]).resolve().stem
    inventory = inventory_of(reading, name, f"The network at {chosen.paths[0]}")
    svg = redacted(diagram.standalone_svg((reading.network, inventory)))
    if chosen.to:
        bundle.write_bytes(chosen.to, svg.encode())
    else:
        write_text(svg)
    return OK
