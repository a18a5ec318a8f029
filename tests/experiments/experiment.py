"""What an experiment is: networks that differ in one thing, what is done with all, what is counted, a verdict."""

from __future__ import annotations

import dataclasses
import hashlib
import os
import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from broker_network.activemq import releases
from broker_network.bundle.activemq_xml import activemq_xml
from broker_network.evidence import Count, Hardware, Record, Variant
from broker_network.lab import fetch
from broker_network.network import Network
from tests.lab.loopback import inventory

_COMMENT = re.compile(r"\n? *<!--.*?-->", re.DOTALL)


@dataclass(frozen=True)
class Option:
    """One of the networks. `shown` are elements of brokers that make the difference, as (broker, element).

    An element is a name, or how its start tag goes on: `authorizationEntry queue="mcollective.nodes"`. Where `shown` is
    empty, all `networkConnectors` are shown. `text` is shown instead, where the difference is not in a broker's file;
    `besides` is shown too, and is run though the model of a network has no words for it. `edit` is what is done to a
    file after it was written.
    """

    title: str
    network: Network
    shown: tuple[tuple[str, str], ...] = ()
    text: str = ""
    besides: str = ""
    edit: Callable[[str], str] = str

    def networks(self, ident: str, _: int) -> dict[str, Network]:
        """The network, by the option's id: the same in each trial."""
        return {ident: self.network}

    def configuration(self) -> str:
        """Those elements, as they are written for the broker, or the text."""
        if self.text:
            return self.text
        chosen = self.shown or tuple(
            (broker.name, "networkConnectors") for broker in self.network.brokers if broker.network_connectors
        )
        elements = [f"<!-- {broker} -->\n{self._element(broker, element)}" for broker, element in chosen]
        return "\n".join([*elements, *([self.besides] if self.besides else [])])

    def drawn(self, _: str, __: int) -> tuple[str, ...]:
        """Nothing is drawn."""
        return ()

    def _element(self, broker: str, element: str) -> str:
        text = self.edit(activemq_xml(self.network.broker(broker), inventory(str(releases.DEFAULT))))
        name = element.partition(" ")[0]
        found = re.search(
            rf"^ *<{re.escape(element)}(?=[\s>/])(?:[^<]*?/>|.*?</{name}>)",
            _COMMENT.sub("", text),
            re.DOTALL | re.MULTILINE,
        )
        if found is None:
            raise LookupError(f"broker {broker} has no {element}")
        margin = len(found[0]) - len(found[0].lstrip())
        return "\n".join(line[margin:].rstrip() for line in found[0].splitlines() if line.strip())


class Drawn(Protocol):
    """A network, and what else tells it from others."""

    @property
    def network(self) -> Network: ...

    def description(self) -> str:
        """All of it as text."""


@dataclass(frozen=True)
class Family:
    """Networks of one kind: `draw` gives those of a trial, by its number counted from 1."""

    title: str
    draw: Callable[[int], Sequence[Drawn]]

    def networks(self, ident: str, trial: int) -> dict[str, Network]:
        """The networks of a trial, each by the id with the numbers of trial and network."""
        return {_named(ident, trial, number): one.network for number, one in enumerate(self.draw(trial), 1)}

    def configuration(self) -> str:
        """The connectors of the first, as they are written for the brokers."""
        return Option(self.title, self.draw(1)[0].network).configuration()

    def drawn(self, ident: str, trials: int) -> tuple[str, ...]:
        """The name of each network, with a fingerprint of its description."""
        return tuple(
            f"{_named(ident, trial, number)} {hashlib.sha256(one.description().encode()).hexdigest()[:12]}"
            for trial in range(1, trials + 1)
            for number, one in enumerate(self.draw(trial), 1)
        )


def _named(ident: str, trial: int, number: int) -> str:
    return f"{ident}-{trial}-{number}"


@dataclass(frozen=True)
class Outcome:
    """What one trial of one network gave: a number for each column, and lines of the log worth quoting."""

    counts: Mapping[str, int]
    log: tuple[str, ...] = ()


Trial = Mapping[str, Outcome]


@dataclass(frozen=True)
class Experiment:
    """A question, and how it is answered.

    `run` does all of it once on a release, and returns an outcome for each option. It is given the networks by name;
    those of a family begin with its id. `verdict` judges the counts of one trial, by the id of the option. `added` are
    the columns whose numbers are told as the sum over all trials. A plain test run repeats what is `quick`. What needs
    `hosts` runs a network as published, each host of it in network namespaces; all else is on loopback. What has
    `tunnels` needs strongSwan. What is `timed` depends on the machine, whose size is recorded with it.
    """

    question: str
    done: str
    columns: Mapping[str, str]
    options: Mapping[str, Option | Family]
    run: Callable[[str, Mapping[str, Network]], Trial]
    verdict: Callable[[str, Mapping[str, int]], str]
    trials: int = 5
    added: Collection[str] = ()
    quick: bool = True
    hosts: bool = False
    timed: bool = False
    tunnels: bool = False

    def trial(self, release: str, number: int = 1) -> Trial:
        """Do it once; what is drawn is drawn for the trial of that number."""
        networks: dict[str, Network] = {}
        for ident, option in self.options.items():
            networks |= option.networks(ident, number)
        found = self.run(release, networks)
        assert set(found) == set(self.options)
        return {ident: found[ident] for ident in self.options}

    def verdicts(self, trial: Trial) -> dict[str, str]:
        """What is judged of each option after a trial."""
        return {ident: self.verdict(ident, outcome.counts) for ident, outcome in trial.items()}

    def record(self, name: str, release: str, date: str, trials: list[Trial]) -> Record:
        """The result to keep; log lines are those of the first trial that has any."""
        return Record(
            experiment=name,
            release=release,
            made_of=tuple(jar.name for jar in fetch.fetch(release) if jar.name.startswith("activemq-")),
            date=date,
            question=self.question,
            done=self.done,
            columns=dict(self.columns),
            trials=len(trials),
            variants={
                ident: Variant(
                    title=option.title,
                    configuration=option.configuration(),
                    counts=self._counts(ident, trials),
                    verdicts=dict(Counter(self.verdict(ident, trial[ident].counts) for trial in trials).most_common()),
                    log=next((trial[ident].log for trial in trials if trial[ident].log), ()),
                    drawn=option.drawn(ident, len(trials)),
                )
                for ident, option in self.options.items()
            },
            machine=_machine() if self.timed else None,
        )

    def _counts(self, ident: str, trials: list[Trial]) -> dict[str, Count]:
        seen = {column: [trial[ident].counts[column] for trial in trials] for column in self.columns}
        return {
            column: Count(min(numbers), max(numbers), sum(numbers) if column in self.added else None)
            for column, numbers in seen.items()
        }


def _machine() -> Hardware:
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return Hardware(len(os.sched_getaffinity(0)), round(memory / (1 << 30)))


def as_json(trial: Trial) -> dict[str, object]:
    """A trial as plain data."""
    return {ident: dataclasses.asdict(outcome) for ident, outcome in trial.items()}


def of_json(data: Mapping[str, Mapping[str, Any]]) -> Trial:
    """The trial that plain data are."""
    return {ident: Outcome(dict(one["counts"]), tuple(one["log"])) for ident, one in data.items()}
