"""What `releases` answers about a network."""

from __future__ import annotations

from broker_network.activemq.releases import Release
from broker_network.answers.releases import Advised, advised
from broker_network.collect import read_files
from broker_network.rule_support import Case
from tests.support.rule_sets import broker, connector, to

FILES = {"a.xml": broker("a", connector("n", to("b"), 'duplex="true"')).encode()}


def answer(release: str | None = None) -> Advised:
    return advised(Case(read_files(FILES), Release.parse(release) if release else None))


def test_it_says_what_of_the_files_counts() -> None:
    said = answer().configuration
    assert "Duplex links, dialed by: a." in said
    assert "Listeners for OpenWire: a." in said
    assert "No web console." in said
    assert not any("MQTT" in sentence for sentence in said)


def test_what_did_not_run_here_comes_with_the_command_that_runs_it() -> None:
    first, *others = answer().advised
    assert (first.activemq, first.ran) == ("6.3.3", None)
    assert first.try_it == "ACTIVEMQ_HOME=/opt/apache-activemq-6.3.3 make evidence ONLY=lost-demand"
    ran = next(one for one in others if one.activemq == "6.2.6")
    assert ran.ran and ran.try_it is None


def test_it_says_which_releases_are_an_error_and_on_which_that_was_measured() -> None:
    lost = next(one for one in answer().avoid if one.id == "lost-demand")
    assert lost.releases == "5.19.8 to 5.19.11, 6.2.7 and later of 6.2, 6.3.0 to 6.3.2"
    assert "6.3.1" in lost.measured_on
    assert 'duplex="false"' in lost.helps


def test_a_point_tells_who_can_use_it_what_helps_and_whether_it_was_measured() -> None:
    named = answer("6.2.7").named
    assert named is not None
    points = {one.id: one for one in named.open}
    assert points["lost-demand"].measured and points["lost-demand"].kind == "fault"
    assert not points["CVE-2026-74761"].measured
    assert points["CVE-2026-74761"].effect.startswith("It is open to every account.")


def test_a_release_that_is_not_known_says_so_and_has_no_command() -> None:
    named = answer("7.1.0").named
    assert named is not None
    assert named.unknown and named.try_it is None and named.date is None


def test_it_carries_the_day_and_what_could_not_be_seen() -> None:
    assert answer().checked == "2026-12-01"
    assert answer().not_seen and answer().sources
