"""Sets of files that somebody has damaged: mutations of good ones, to see that nothing crashes and no secret shows."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tests.support.paths import EXAMPLES, FAULTY

SECRET = "Zq7canary"
"""The password of everybody in the sets."""

_TOKENS = (
    "", "${", "}", "${pw:x}", "#{", "(", ")", "static:(", "failover:(", "masterslave:(", "multicast:", ",", "?",
    "&amp;", "://", ":", "@", "u:p@", "[::1]", "70000", "-1", "99999999999999999999", "1e9", "true", "maybe", ">", "*",
    "a.>,b.*", "..", "\u202e", "\x85", "é", "\U0001f600", "&#x1b;", "&#0;", "&lt;", "<", "'", '"', "<!--", "-->",
    "<![CDATA[", "ENC(x)", "*****", " ", "\t", "\n", "\r", "=", "\\", "\\u00", "%s", "{}", "{{x}}", "<x/>", "A" * 300,
)  # fmt: skip


def sets() -> list[Mapping[str, str]]:
    """The sets to damage: examples as they are deployed, and faulty ones, with a password that can be recognized."""
    folders = [EXAMPLES / name for name in ("noc-datacenters", "primary-standby", "cloud")] + [FAULTY]
    return [_with_secret(folder) for folder in folders] + [_BESIDE]


def _with_secret(folder: Path) -> Mapping[str, str]:
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".xml", ".cfg"):
            text = path.read_text(encoding="utf-8")
            text = re.sub(r'([pP]assword=")[^"]*', rf"\1{SECRET}", text)
            text = re.sub(r"(password *= *).*", rf"\1{SECRET}", text) if path.suffix == ".cfg" else text
            found[path.relative_to(folder).as_posix()] = text
    return found


_BESIDE: Mapping[str, str] = {
    "a/activemq.xml": f"""<beans xmlns="http://www.springframework.org/schema/beans">
  <bean class="org.springframework.beans.factory.config.PropertyPlaceholderConfigurer">
    <property name="location" value="c.properties"/>
  </bean>
  <broker xmlns="http://activemq.apache.org/schema/core" brokerName="a">
    <networkConnectors>
      <networkConnector name="ab" uri="static:(tcp://u:{SECRET}@b:61616)" userName="u" password="${{b.password}}"/>
    </networkConnectors>
    <plugins><jaasAuthenticationPlugin configuration="activemq"/></plugins>
    <transportConnectors><transportConnector name="s" uri="stomp://0.0.0.0:61613"/></transportConnectors>
  </broker>
</beans>
""",
    "a/c.properties": f"b.password={SECRET}\n",
    "a/users.properties": f"u={SECRET}\n",
    "a/groups.properties": "g=u\n",
    "a/login.config": f'activemq {{ org.x.M required connectionPassword="{SECRET}"; }};\n',
    "hosts.properties": "b=a\n",
    "h/client.cfg": f"connector = activemq\nplugin.activemq.pool.1.host = a\nplugin.psk = {SECRET}\n",
    "h/.mcollective": f"connector = activemq\nplugin.activemq.pool.1.password = {SECRET}\n",
    "h/plugin.d/activemq.cfg": f"pool.1.password = {SECRET}\npool.size = 1\n",
}


def damaged(files: Mapping[str, str], chance: random.Random) -> dict[str, bytes]:
    """A set with a few things changed that keep at least some files readable."""
    found = dict(files)
    for _ in range(chance.randint(1, 4)):
        name = chance.choice(sorted(found))
        found[name] = chance.choice(_CHANGES)(found[name], chance)
    encoded = {name: text.encode("utf-8", "surrogatepass") for name, text in found.items()}
    if chance.random() < 0.05:
        name = chance.choice(sorted(found))
        encoded[name] = found[name].encode(chance.choice(("utf-16", "utf-16-le", "utf-16-be", "utf-32")), "replace")
    if chance.random() < 0.05:
        encoded[chance.choice(("x.zip", "b/activemq.xml", "server.cfg", "plugin.d/x.cfg"))] = chance.randbytes(60)
    return encoded


def _value(text: str, chance: random.Random) -> str:
    """Another value for one attribute or setting."""
    values = list(re.finditer(r'="([^"]*)"|= *(.+)', text))
    if not values:
        return text
    chosen = chance.choice(values)
    group = 1 if chosen[1] is not None else 2
    start, end = chosen.span(group)
    kept = chosen[group]
    token = chance.choice(_TOKENS)
    place = chance.randint(0, len(kept))
    return text[:start] + chance.choice((token, kept[:place] + token + kept[place:])) + text[end:]


def _name(text: str, chance: random.Random) -> str:
    """A letter less in one name; secrets are then under a name that nobody knows."""
    names = list(re.finditer(r"[\w.]{4,}(?= *=)|(?<=<)\w{4,}", text))
    if not names:
        return text
    start, end = chance.choice(names).span()
    gone = chance.randint(start, end - 1)
    return text[:gone] + text[gone + 1 :]


def _lines(text: str, chance: random.Random) -> str:
    """Lines doubled, removed or exchanged."""
    lines = text.split("\n")
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    kind = chance.randrange(3)
    if kind == 0:
        lines.insert(other, lines[one])
    elif kind == 1:
        del lines[one]
    else:
        lines[one], lines[other] = lines[other], lines[one]
    return "\n".join(lines)


def _element(text: str, chance: random.Random) -> str:
    """An element doubled or removed that is empty or of one line."""
    found = list(re.finditer(r"<(\w+)[^<>]*/>", text))
    if not found:
        return text
    one = chance.choice(found)
    return text[: one.start()] + one[0] * chance.choice((0, 2, 3)) + text[one.end() :]


def _anywhere(text: str, chance: random.Random) -> str:
    """A token at any place."""
    place = chance.randint(0, len(text))
    return text[:place] + chance.choice(_TOKENS) + text[place:]


_CHANGES: Sequence[Callable[[str, random.Random], str]] = (_value, _value, _value, _name, _lines, _element, _anywhere)
