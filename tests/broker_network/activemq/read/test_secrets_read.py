"""The secrets of a tree, and what the tree says openly."""

from __future__ import annotations

from broker_network.activemq.read.secrets_read import secrets, words
from broker_network.activemq.read.tree import tree

TEXT = b"""<beans xmlns="http://www.springframework.org/schema/beans">
  <bean class="x.Y"><property name="password" value="hunter1"/>
    <property name="pw"><value>hunter2</value></property></bean>
  <broker xmlns="http://activemq.apache.org/schema/core" brokerName="dc-a">
    <networkConnectors>
      <networkConnector uri="static:(tcp://amq:hunter3@b:61616)" password="hunter4" paswrd="hunter5" duplex="true"/>
    </networkConnectors>
  </broker>
</beans>"""


def test_every_secret_is_found_and_is_no_word_of_the_file() -> None:
    elements = tree(TEXT, "a.xml").elements
    hidden = {f"hunter{number}" for number in range(1, 6)}
    assert hidden <= secrets([elements])
    assert {"dc-a", "amq", "61616", "true"} <= set(words(elements))
    assert not hidden & set(words(elements))
