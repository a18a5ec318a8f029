"""What `check` says of releases: both answers where none is named."""

from __future__ import annotations

from broker_network.activemq.releases import Release
from broker_network.answers.release_question import assumed, release_question
from broker_network.collect import read_files
from tests.support.rule_sets import broker, connector, to

DUPLEX = read_files({"a.xml": broker("a", connector("n", to("b"), 'duplex="true"'), listeners="").encode()})
BARE = read_files({"a.xml": broker("a", listeners="").encode()})


def test_where_no_release_is_named_both_answers_are_told() -> None:
    said = assumed(release_question(DUPLEX, None), None)
    assert "duplex bridges lose subscriptions (lost-demand: 5.19.8 to 5.19.11, 6.2.7 and later of 6.2, 6.3.0" in said
    assert said.startswith("You named no release. These faults of single releases matter here: ")
    assert "Name your release with --activemq." in said


def test_where_the_release_decides_nothing_only_its_absence_is_told() -> None:
    question = release_question(BARE, None)
    assert (question.decides, question.others) == ((), 0)
    assert assumed(question, None).startswith("You named no release. Name your release")


def test_where_one_is_named_it_is_said_with_the_day_of_the_data() -> None:
    release = Release.parse("6.2.6")
    said = assumed(release_question(DUPLEX, release), str(release))
    assert said == "The files are judged as run by ActiveMQ 6.2.6. Release data was checked on December 1, 2026."
