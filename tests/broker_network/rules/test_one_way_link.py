"""Near misses of the rule `one-way-link`."""

from __future__ import annotations

from broker_network.rules import Severity
from tests.support.rule_sets import OPENWIRE, broker, connector, findings, included, to


def test_a_link_whose_other_half_is_declared_at_the_other_broker_goes_both_ways() -> None:
    files = {"a.xml": broker("a", connector("a-b", to("b"))), "b.xml": broker("b", connector("b-a", to("a")))}
    assert not findings("one-way-link", files)


def test_nothing_is_said_of_a_link_to_a_broker_whose_file_is_not_there() -> None:
    assert not findings("one-way-link", {"a.xml": broker("a", connector("a-b", to("b")))})


def test_nothing_is_said_where_the_far_broker_may_dial_back_or_the_link_may_be_duplex() -> None:
    back = broker("b", connector("b-x", "static:(tcp://${where}:61616)"))
    assert not findings("one-way-link", {"a.xml": broker("a", connector("a-b", to("b"))), "b.xml": back})
    unknown = broker("a", connector("a-b", to("b"), 'duplex="${duplex}"'))
    assert not findings("one-way-link", {"a.xml": unknown, "b.xml": broker("b")})


def test_one_way_links_in_a_circle_bring_replies_back() -> None:
    files = {
        f"{name}.xml": broker(name, connector(f"{name}-{far}", to(far), 'networkTTL="3"'))
        for name, far in (("a", "b"), ("b", "c"), ("c", "a"))
    }
    assert not findings("one-way-link", files)
    del files["c.xml"]
    assert len(findings("one-way-link", files | {"c.xml": broker("c")})) == 2


def test_registrations_may_go_one_way() -> None:
    inside = included("topic mcollective.registration.agent")
    files = {"a.xml": broker("a", connector("a-b", to("b"), "", inside)), "b.xml": broker("b")}
    assert not findings("one-way-link", files)


def test_without_mcollective_it_is_a_note_whatever_crosses() -> None:
    dialing = broker("a", connector("a-b", to("b"), "", included("queue orders.>")), listeners=OPENWIRE)
    files = {"a.xml": dialing, "b.xml": broker("b", listeners=OPENWIRE)}
    (found,) = findings("one-way-link", files)
    assert (found.severity, found.attribute) == (Severity.NOTE, "duplex")
    files["b.xml"] = broker("b", connector("b-a", to("a")), listeners=OPENWIRE)
    assert not findings("one-way-link", files)
