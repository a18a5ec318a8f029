"""No secret of a reader's file is printed, by any command, in any format, wherever it stands."""

from __future__ import annotations

import ast
import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broker_network import cli
from broker_network.answers import registry
from broker_network.redaction import redacted
from tests.support.paths import ROOT

SECRET = "Zq7hunter"
"""Every planted secret begins so, and has a number of its own."""

A = f"""<beans xmlns="http://www.springframework.org/schema/beans">
  <bean class="org.springframework.beans.factory.config.PropertyPlaceholderConfigurer">
    <property name="location" value="credentials.properties"/>
  </bean>
  <broker xmlns="http://activemq.apache.org/schema/core" brokerName="a" colour="1">
    <networkConnectors>
      <networkConnector name="a-b" uri="static:(tcp://amq:{SECRET}01@b:61616,failover:(ssl://amq:{SECRET}02@b:61617))"
        duplex="maybe" networkTTL="9" messageTTL="3" userName="bridge"
        password="{SECRET}03 with blanks and 'quotes'" remotePassword='{SECRET}04' wrong="1"/>
      <networkConnector uri="static:(tcp://amq:{SECRET}24@b:61616)" duplex="true"/>
      <networkConnector uri="multicast://amq:{SECRET}25@default"/>
      <networkConnector uri="static:(failover:(tcp://amq:{SECRET}26@elsewhere:61616))"/>
      <networkConnector uri="masterslave:(ssl://b:61617?socket.keyStorePassword={SECRET}05,ssl://c:61617)"/>
      <networkConnector name="filled" uri="static:(tcp://amq:${{bridge.password}}@b:61616)" password="${{bridge}}"/>
      <networkConnector name="unbalanced" uri="static:(tcp://amq:{SECRET}06@b:61616"/>
      <networkConnector name="portless" uri="static:(tcp://amq:{SECRET}07@b)"/>
      <networkConnector name="slashless" uri="static:(amq:{SECRET}08@b:61616)"/>
      <networkConnector name="odd" uri="static:(tcp://amq:p/{SECRET}09?@b:61616)?trustStorePassword={SECRET}10"/>
      <networkConnector name="failing" uri="failover:(tcp://amq:{SECRET}11@c:61616)" passwd="{SECRET}12"/>
      <networkConnector name="open" uri="static:(tcp://amq:${{unfilled:{SECRET}13}}@nowhere:61616)"
        password=
          "{SECRET}14" networkTTL="seven" messageTTL="two"/>
    </networkConnectors>
    <plugins>
      <simpleAuthenticationPlugin><users>
        <authenticationUser username="amq" password="{SECRET}15" groups="admins"/>
        <authenticationUser username="bob" password="{SECRET}15" groups="admins"/>
        <authenticationUser username="amq" password="{SECRET}16" groups="nothing"/>
      </users></simpleAuthenticationPlugin>
      <ldapAuthorizationMap connectionPassword="{SECRET}17"/>
    </plugins>
    <sslContext><sslContext keyStore="a.ks" keyStorePassword="{SECRET}18" trustStorePassword="{SECRET}19"/></sslContext>
    <transportConnectors>
      <transportConnector uri="tcp://amq:{SECRET}20@0.0.0.0:61616?transport.keyStorePassword={SECRET}21&amp;x=1"/>
      <transportConnector name="s" uri="stomp://0.0.0.0:61616?keyStorePassword={SECRET}22" discoveryUri="http://u:{SECRET}23@d/x"/>
    </transportConnectors>
  </broker>
</beans>
"""
B = """<broker xmlns="http://activemq.apache.org/schema/core" brokerName="b">
  <plugins><jaasAuthenticationPlugin/></plugins>
  <transportConnectors><transportConnector name="o" uri="tcp://b:61616"/></transportConnectors>
</broker>
"""
OPEN = f"""<broker xmlns="http://activemq.apache.org/schema/core" brokerName="open">
  <networkConnectors>
    <networkConnector uri="static:(tcp://amq:{SECRET}50@elsewhere:61616)" duplex="true"/>
  </networkConnectors>
</broker>
"""
"""A broker of which `reach` and `trace` say whom it dials, since the files do not tell who that is."""

CFG = f"""collectives = mcollective
main_collective = mcollectiv
securityprovider = psk
plugin.psk = {SECRET}30
connector = activemq
plugin.activemq.pool.size = 2
plugin.activemq.pool.1.host = b
plugin.activemq.pool.1.port = 61616
plugin.activemq.pool.1.user = amq
plugin.activemq.pool.1.password = {SECRET}31 and {SECRET}32
plugin.activemq.pool.1.passwd = {SECRET}33
plugin.activemq.pool.2.host = stomp://amq:{SECRET}34@b
plugin.activemq.pool.2.port = 61614
"""


@pytest.fixture
def planted(tmp_path: Path) -> Path:
    """A network with a secret wherever a file can hold one."""
    files = {
        "a/activemq.xml": A,
        "a/credentials.properties": f"bridge.password={SECRET}40\nbridge={SECRET}41\n",
        "b/activemq.xml": B,
        "b/users.properties": f"amq={SECRET}42\nalice={SECRET}42\n",
        "b/groups.properties": "admins=amq,alice\n",
        "alice/client.cfg": CFG,
        "web/server.cfg": CFG.replace("33", "35"),
    }
    for name, text in files.items():
        path = tmp_path / "planted" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    (tmp_path / "OPEN").mkdir()
    (tmp_path / "OPEN" / "activemq.xml").write_text(OPEN)
    (tmp_path / "OPEN" / "far.xml").write_text(OPEN.replace('"open"', '"far"').replace("50", "51"))
    return tmp_path / "planted"


QUESTIONS = [
    *(f"check PLANTED --fail-on never --format {form}" for form in ("text", "json", "sarif")),
    *(
        f"{question} --format {form}"
        for form in ("text", "json")
        for question in (
            "reach PLANTED",
            "trace PLANTED --client a --server b",
            "trace PLANTED --client b --server a --client-user amq --server-user amq",
            "reach OPEN",
            "survive PLANTED",
            "trace OPEN --client open --server far",
            "survive PLANTED",
            "releases PLANTED",
            "demand PLANTED --servers b=2 --clients a=1",
            "rights PLANTED",
            "exposure PLANTED",
            "diff PLANTED CHANGED",
            "diff CHANGED PLANTED",
            "diff PLANTED NEXT",
            "diff NEXT PLANTED",
        )
    ),
    "draw PLANTED",
]


def test_every_command_that_asks_is_asked_for_secrets_here() -> None:
    assert {question.split()[0] for question in QUESTIONS} == {*registry.ANSWERS, "draw"}


@pytest.mark.parametrize("question", QUESTIONS)
def test_no_secret_of_a_file_is_printed(
    question: str, planted: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, old, new in (("CHANGED", SECRET, f"{SECRET}changed"), ("NEXT", 'name="', 'name="next-')):
        for path in planted.rglob("*.*"):
            copy = tmp_path / name / path.relative_to(planted)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_text(path.read_text().replace(old, new))
    folders = {"PLANTED": planted, **{name: tmp_path / name for name in ("CHANGED", "NEXT", "OPEN")}}
    arguments = [str(folders.get(one, one)) for one in question.split()]
    assert cli.main(arguments) in (cli.OK, cli.DIFFERS)
    said = capsys.readouterr()
    assert said.out
    assert not re.findall(f".*{SECRET}.*", said.out + said.err)


def test_a_drawing_in_a_file_holds_no_secret(planted: Path, tmp_path: Path) -> None:
    assert cli.main(["draw", str(planted), "--to", str(tmp_path / "it.svg")]) == cli.OK
    assert SECRET not in (tmp_path / "it.svg").read_text()


def test_hosts_ports_and_placeholders_stay_readable(planted: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(["diff", str(planted / "b"), str(planted / "a"), "--format", "text"])
    cli.main(["check", str(planted)])
    said = capsys.readouterr().out
    assert "@b:61616" in said
    assert "${unfilled:" in said


def test_a_refusal_holds_no_secret(planted: Path, capsys: pytest.CaptureFixture[str]) -> None:
    uri = f"tcp://amq:{SECRET}@b:61616"
    for arguments in (["check", uri], ["reach", str(planted), "--client", uri], ["check", str(planted), "--set", ""]):
        assert cli.main(arguments) == cli.UNREADABLE
    said = capsys.readouterr().err
    assert "@b:61616" in said
    assert SECRET not in said


def test_a_password_alone_is_told_to_have_changed(planted: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (planted.parent / "new").mkdir()
    changed = A.replace(f"{SECRET}07", f"{SECRET}70")
    (planted.parent / "new" / "activemq.xml").write_text(changed)
    cli.main(["diff", str(planted / "a" / "activemq.xml"), str(planted.parent / "new" / "activemq.xml")])
    said = " ".join(capsys.readouterr().out.split())
    assert "@b) with a new password" in said


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("static:(tcp://u:pw@b:61616,tcp://c:61616)?x=1", "static:(tcp://u:**@b:61616,tcp://c:61616)?x=1"),
        ("tcp://u:p@w@b:1", "tcp://u:***@b:1"),
        ("ssl://[::1]:61617?owner=a@b", "ssl://[::1]:61617?owner=a@b"),
        ("tcp://b:61616?owner=a@b", "tcp://b:61616?owner=a@b"),
        ("tcp://${u}:${pw}@${host}:1", "tcp://${u}:${pw}@${host}:1"),
        ("tcp://u:x${pw}y@b:1", "tcp://u:*${pw}*@b:1"),
        ("tcp:u:pw@b:1", "tcp:u:**@b:1"),
        ('password="${pw:abc}"', 'password="${pw:***}"'),
        ('password="@PW@" secret="%pw%"', 'password="@PW@" secret="%pw%"'),
        ('Add userName="…" and password="…".', 'Add userName="…" and password="…".'),
        ("ssl://b:1?keyStorePassword=pw&a=1", "ssl://b:1?keyStorePassword=**&a=1"),
        ("static:(ssl://b:1?keyStorePassword=p,w,ssl://c:1)", "static:(ssl://b:1?keyStorePassword=***,ssl://c:1)"),
        ('<property name="password" value="pw"/>', '<property name="password" value="**"/>'),
        ('<property value="pw" name="password"/>', '<property value="**" name="password"/>'),
        ('<property name="password"><value>pw</value>', '<property name="password"><value>**</value>'),
        ('<prop key="a.password">pw</prop>', '<prop key="a.password">**</prop>'),
        ("scp alice@host:/etc and alice@example.org", "scp alice@host:/etc and alice@example.org"),
    ],
)
def test_only_the_secret_is_struck_out(text: str, shown: str) -> None:
    assert redacted(text) == shown
    assert redacted(shown) == shown


@given(
    st.text(alphabet="abzAZ059-._~!$&'*+;=%:/?#@[]", min_size=1),
    st.sampled_from(("static:({})", "failover:({})", "masterslave:(tcp://m:1,{})", "see {}", 'uri="{}"')),
)
def test_a_password_in_a_uri_is_struck_out_whatever_it_is(password: str, around: str) -> None:
    shown = redacted(around.format(f"tcp://user:Q{password}Q@host:61616"))
    assert f"Q{password}Q" not in shown
    assert "@host:61616" in shown


@given(st.text(alphabet="abz059 -._~!&'*+;=%:/?#@[]()<>,\n", min_size=1))
def test_a_quoted_password_is_struck_out_whatever_it_is(password: str) -> None:
    shown = redacted(f'<user name="u" password="Q{password}Q" groups="g"/>')
    assert f"Q{password}Q" not in shown
    assert shown.endswith('" groups="g"/>')


@given(st.text(alphabet="abz059 -._~!&'\"*+;=%:/?#@[]()<>,", min_size=1))
def test_a_password_of_mcollective_is_struck_out_whatever_it_is(password: str) -> None:
    shown = redacted(f"plugin.activemq.pool.1.password = Q{password}Q\nplugin.activemq.pool.1.port = 61614")
    assert (
        shown == f"plugin.activemq.pool.1.password = {'*' * (len(password) + 2)}\nplugin.activemq.pool.1.port = 61614"
    )


@pytest.mark.timed
@pytest.mark.parametrize(
    "part",
    [
        "tcp://",
        "tcp://a",
        "a:",
        "password=",
        'password="',
        "password ",
        "<a name='",
        "<a key=password ",
        "a.",
        "u:p",
        "(",
        " ",
    ],
)
def test_the_cost_grows_with_the_text(part: str) -> None:
    def seconds(count: int) -> float:
        text = part * count + "@password="
        start = time.process_time()
        redacted(text)
        return time.process_time() - start

    assert seconds(40_000) < 30 * max(seconds(4_000), 0.002)


def test_the_functions_that_write_strike_secrets_out() -> None:
    writers = set()
    for path in sorted((ROOT / "broker_network" / "cli").rglob("*.py")):
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(function, ast.FunctionDef):
                source = ast.unparse(function)
                if re.search(r"sys\.stdout\.write|print\(|json\.dump\(", source):
                    writers.add(function.name)
                    assert "redacted(" in source, f"{path}: {function.name} writes what may hold a secret"
    assert writers == {"tell", "write_json", "write_lines", "write_patch", "write_text"}
