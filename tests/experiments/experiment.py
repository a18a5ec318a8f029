"""What an experiment is: networks that differ in one thing, what is done with all, what is counted, a verdict."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from macros.activemq.write import activemq_xml
from macros.evidence import Count, Record, Variant
from macros.lab import fetch
from macros.network import Network

from ..lab.loopback import inventory

_COMMENT = re.compile(r"\n? *<!--.*?-->", re.DOTALL)


@dataclass(frozen=True)
class Option:
    """One of the networks. `shown` are elements of brokers that make the difference, as (broker, element).

    An element is a name, or how its start tag goes on: `authorizationEntry queue="mcollective.nodes"`. Where `shown` is
    empty, all `networkConnectors` are shown. `edit` is what is done to a file after it was written.
    """

    title: str
    network: Network
    shown: tuple[tuple[str, str], ...] = ()
    edit: Callable[[str], str] = str

    def configuration(self) -> str:
        """Those elements, as they are written for the broker."""
        chosen = self.shown or tuple(
            (broker.name, "networkConnectors") for broker in self.network.brokers if broker.network_connectors
        )
        return "\n".join(f"<!-- {broker} -->\n{self._element(broker, element)}" for broker, element in chosen)

    def _element(self, broker: str, element: str) -> str:
        text = self.edit(activemq_xml(self.network.broker(broker), inventory("6.2.6")))
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


@dataclass(frozen=True)
class Outcome:
    """What one trial of one network gave: a number for each column, and lines of the log worth quoting."""

    counts: Mapping[str, int]
    log: tuple[str, ...] = ()


Trial = Mapping[str, Outcome]


@dataclass(frozen=True)
class Experiment:
    """A question, and how it is answered.

    `run` does all of it once on a release, and returns an outcome for each option. `verdict` judges the counts of one
    trial, by the id of the option. A plain test run repeats what is `quick`. What needs `hosts` runs a network as
    published, each host of it in network namespaces; all else is on loopback.
    """

    question: str
    done: str
    columns: Mapping[str, str]
    options: Mapping[str, Option]
    run: Callable[[str, Mapping[str, Network]], Trial]
    verdict: Callable[[str, Mapping[str, int]], str]
    trials: int = 5
    quick: bool = True
    hosts: bool = False

    def trial(self, release: str) -> Trial:
        """Do it once."""
        found = self.run(release, {ident: option.network for ident, option in self.options.items()})
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
            made_of=tuple(jar for jar in fetch.checksums(release) if jar.startswith("activemq-")),
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
                )
                for ident, option in self.options.items()
            },
        )

    def _counts(self, ident: str, trials: list[Trial]) -> dict[str, Count]:
        seen = {column: [trial[ident].counts[column] for trial in trials] for column in self.columns}
        return {column: Count(min(numbers), max(numbers)) for column, numbers in seen.items()}


def as_json(trial: Trial) -> dict[str, object]:
    """A trial as plain data."""
    return {ident: dataclasses.asdict(outcome) for ident, outcome in trial.items()}


def of_json(data: Mapping[str, Mapping[str, Any]]) -> Trial:
    """The trial that plain data are."""
    return {ident: Outcome(dict(one["counts"]), tuple(one["log"])) for ident, one in data.items()}
