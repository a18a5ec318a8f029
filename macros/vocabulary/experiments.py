"""Words that show what experiments found."""

from __future__ import annotations

from broker_network import evidence

from .. import addresses, charts, evidence_tables
from ..claims import claiming, where_claimed
from ..page import Page, UnknownName
from ..templates import render


def claim(page: Page, experiment: str, *columns: str) -> str:
    """What an experiment found: the question, counts and verdict by release, trials, date, how to repeat it.

    Where `columns` are given, their counts alone are shown.
    """
    records = [evidence_tables.of_columns(record, columns) for record in _recorded(experiment)]
    groups = evidence_tables.alike(records)
    data = {one.release: page.href(addresses.record(experiment, one.release)) for one in records}
    # A page may claim an experiment twice, with other columns; links go to the first.
    anchor = f"claim-{experiment}" if columns == claiming(page, experiment).get(page.src_uri) else None
    return render("claim.html", groups=groups, latest=records[-1], data=data, anchor=anchor).strip()


def count(page: Page, experiment: str, variant: str, column: str) -> str:
    """One count of an experiment for a sentence, over all releases: `18 to 39`, with a link to the claim."""
    found = evidence_tables.counted(_recorded(experiment), variant, column)
    target = where_claimed(page, experiment)
    if target is None:
        raise LookupError(f"no page claims {experiment}, where this count could be looked up")
    return render("count.md", count=found, target=target).strip()


def curve(
    page: Page,
    experiment: str,
    across: str,
    *columns: str,
    title: str,
    variants: str = "*",
    limit: tuple[int, str] | None = None,
) -> str:
    """A chart of what an experiment counted on the newest release: columns over another column.

    `variants` is a pattern for the ids of those that lie on the curve, `limit` a level with its name.
    """
    record = _recorded(experiment)[-1]
    chart = charts.chart(record, across, columns, title=title, variants=variants, limit=limit)
    return render("chart.html", c=chart).strip()


def results(page: Page) -> str:
    """Every experiment: its question, the page that claims its result, and the releases it ran on."""
    found = ((one, where_claimed(page, one.experiment)) for one in evidence_tables.overview())
    rows = [(one, target) for one, target in found if target is not None]
    return render("results.md", rows=rows).strip()


def jars(page: Page) -> str:
    """The jars of ActiveMQ that ran as each release."""
    return render("jars.md", made_of=evidence_tables.made_of()).strip()


def _recorded(experiment: str) -> tuple[evidence.Record, ...]:
    records = evidence_tables.recorded(experiment)
    if not records:
        raise UnknownName("experiment with a result under evidence/", experiment, evidence_tables.experiments())
    return records
