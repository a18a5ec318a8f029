"""Files in every encoding are read and quoted as text."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from broker_network import cli
from broker_network.activemq.read.encoding import is_utf16, text_of
from broker_network.collect import read_files

FILE = (
    '<?xml version="1.0"{declared}?>\n<broker xmlns="http://activemq.apache.org/schema/core" brokerName="hüb">\n'
    '  <networkConnectors><networkConnector name="n" uri="static:(tcp://b:1)" networkTTL="2" messageTTL="2"/>\n'
    "  </networkConnectors>\n</broker>\n"
)


def written(encoding: str, mark: bytes = b"", declared: str = "") -> bytes:
    text = FILE.format(declared=f' encoding="{declared}"' if declared else "")
    return mark + text.encode(encoding)


ENCODINGS = {
    "utf-8": written("utf-8"),
    "utf-8 with a mark": written("utf-8", codecs.BOM_UTF8),
    "utf-16, little end first": written("utf-16-le", codecs.BOM_UTF16_LE, "UTF-16"),
    "utf-16, big end first": written("utf-16-be", codecs.BOM_UTF16_BE, "UTF-16"),
    "utf-16 without a mark": written("utf-16-le", declared="UTF-16"),
    "latin-1": written("iso-8859-1", declared="ISO-8859-1"),
}


@pytest.mark.parametrize("content", ENCODINGS.values(), ids=ENCODINGS)
def test_the_text_is_that_which_was_written(content: bytes) -> None:
    assert 'brokerName="hüb"' in text_of(content)
    assert is_utf16(content) is (b"\0" in content)


@pytest.mark.parametrize("ident", ENCODINGS)
def test_a_finding_quotes_the_line_as_text(ident: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "activemq.xml").write_bytes(ENCODINGS[ident])
    cli.main(["check", str(tmp_path)])
    said = capsys.readouterr().out
    assert 'networkTTL="2" messageTTL="2"/>' in said
    assert "activemq.xml:3:" in said
    assert "\\x00" not in said


def test_what_fits_no_encoding_keeps_its_lines() -> None:
    assert text_of(b"a\n\xff\xfeb\n").count("\n") == 2


def test_a_file_of_mcollective_in_utf_16_is_not_read_and_said_to_be_so() -> None:
    reading = read_files({"server.cfg": "connector = activemq\n".encode("utf-16")})
    assert reading.members == ()
    assert reading.left_out == (
        "server.cfg: not read, because it is UTF-16, and MCollective reads UTF-8. Save it as UTF-8.",
    )
