"""`mkdocs serve`: what you edit shows without a restart, errors too, and the server lives on."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from .built import project

PATIENCE = 30.0
OTHER = "# Other\n\n[A broker](examples/single-broker.md#broker-broker-1)\n"
HOME = "# Home\n\n{{ table('single-broker', 'sites') }}\n"


class Server:
    """A running `mkdocs serve` over a project of its own."""

    def __init__(self, place: Path, url: str, process: subprocess.Popen[bytes]) -> None:
        self.place = place
        self.url = url
        self.process = process

    def get(self, path: str = "") -> str:
        """What a browser gets, error pages included."""
        try:
            with urllib.request.urlopen(self.url + path, timeout=PATIENCE) as answer:
                return str(answer.read().decode())
        except urllib.error.HTTPError as error:
            return error.read().decode()

    def shows(self, text: str, path: str = "") -> None:
        """Wait until a page has `text`; fail when it does not come, or the server has ended."""
        end = time.monotonic() + PATIENCE
        page = ""
        while time.monotonic() < end:
            assert self.process.poll() is None, "the server has ended"
            try:
                page = self.get(path)
            except OSError:
                page = ""
            if text in page:
                return
            time.sleep(0.1)
        told = re.sub(r"<[^>]*>|\s+", " ", page.partition("<article")[2].partition("</article>")[0] or page)[:1000]
        pytest.fail(f"{path or 'the first page'} does not show {text!r} but:\n{told}")

    def edit(self, path: str, change: Callable[[str], str]) -> None:
        """Change a file as an editor does."""
        file = self.place / path
        file.write_text(change(file.read_text(encoding="utf-8")), encoding="utf-8")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server over a small project, on a free port."""
    place = project(tmp_path_factory.mktemp("serve"), {"index.md": HOME, "other.md": OTHER}, examples="single-broker")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{port}"]
    env = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "SITE_URL": ""}
    with (
        (place / "log").open("wb") as log,
        subprocess.Popen(command, cwd=place, env=env, stdout=log, stderr=log) as process,
    ):
        try:
            running = Server(place, f"http://127.0.0.1:{port}/", process)
            running.shows("Who stands where")
            yield running
        finally:
            process.terminate()


def test_an_edit_to_a_page_shows(server: Server) -> None:
    server.edit("docs/index.md", lambda text: text + "\nA new sentence.\n")
    server.shows("A new sentence.")


def test_an_edit_to_a_topology_shows(server: Server) -> None:
    server.edit(
        "examples/single-broker/topology.yaml",
        lambda text: re.sub(r"^title: .*$", "title: Renamed for a test", text, flags=re.MULTILINE),
    )
    server.shows("Renamed for a test", "examples/single-broker/")


def test_a_new_example_shows(server: Server) -> None:
    text = (server.place / "examples/single-broker/topology.yaml").read_text(encoding="utf-8")
    new = server.place / "examples/quite-new/topology.yaml"
    new.parent.mkdir()
    new.write_text(text, encoding="utf-8")
    server.shows("brokers/", "examples/quite-new/")


def test_an_edit_to_a_template_shows(server: Server) -> None:
    server.edit("macros/templates/table.html", lambda text: text.replace("<caption>", "<caption>Edited: "))
    server.shows("Edited: Who stands where")


@pytest.mark.parametrize(
    ("module", "before", "after"),
    [
        ("broker_network/tables/tables.py", '"Who stands where"', '"Where everything stands"'),
        ("broker_network/tables/table.py", "caption: str", "caption: str  # edited"),
        (
            "macros/vocabulary/networks.py",
            "table=made).strip()",
            'table=made).strip() + "<!-- from the vocabulary -->"',
        ),
    ],
)
def test_an_edit_to_any_module_shows(module: str, before: str, after: str, server: Server) -> None:
    server.edit(module, lambda text: text.replace(before, after, 1) + "\n# edited\n")
    server.edit("docs/index.md", lambda text: f"{text}\nAfter {Path(module).stem}.\n")
    server.shows(f"After {Path(module).stem}.")
    wanted = {"tables": "Where everything stands", "networks": "<!-- from the vocabulary -->"}
    server.shows(wanted.get(Path(module).stem, "Where everything stands"))


def test_a_mistake_in_a_page_shows_on_it_and_is_gone_when_mended(server: Server) -> None:
    server.edit("docs/index.md", lambda text: text + "\n{{ diagram('nowhere') }}\n")
    server.shows("docs/index.md:")
    server.shows('there is no example "nowhere"')
    server.edit("docs/index.md", lambda text: text.replace("\n{{ diagram('nowhere') }}\n", "\nMended.\n"))
    server.shows("Mended.")


def test_a_mistake_in_a_topology_shows_on_its_pages_with_file_and_line(server: Server) -> None:
    server.edit("examples/single-broker/topology.yaml", lambda text: text.replace("\nsites:", "\nsitess:"))
    server.shows("examples/single-broker/topology.yaml:")
    server.shows("sitess", "examples/single-broker/")
    server.edit("examples/single-broker/topology.yaml", lambda text: text.replace("\nsitess:", "\nsites:"))
    server.shows("Where everything stands")


def test_a_mistake_in_python_shows_with_file_and_line_and_is_gone_when_mended(server: Server) -> None:
    server.edit("broker_network/tables/tables.py", lambda text: text + "\nthis is no python\n")
    server.shows("broker_network/tables/tables.py")
    server.shows("SyntaxError")
    server.shows("SyntaxError", "examples/single-broker/")
    server.edit("broker_network/tables/tables.py", lambda text: text.replace("\nthis is no python\n", ""))
    server.shows("Where everything stands")


def test_a_broken_module_does_not_keep_the_pages_of_others_from_coming_back(server: Server) -> None:
    server.edit(
        "broker_network/network/uri.py", lambda text: text.replace("import annotations", "import annotationz", 1)
    )
    server.shows("broker_network/network/uri.py")
    server.edit(
        "broker_network/network/uri.py", lambda text: text.replace("import annotationz", "import annotations", 1)
    )
    server.shows("brokers/", "examples/quite-new/")


def _log_after_edit(server: Server, path: str, change: Callable[[str], str], until: str) -> str:
    """What the log says from an edit to a line with a text, and shortly after."""
    log = server.place / "log"
    before = len(log.read_text(encoding="utf-8"))
    server.edit(path, change)
    end = time.monotonic() + PATIENCE
    said = ""
    while time.monotonic() < end and until not in said:
        time.sleep(0.1)
        said = log.read_text(encoding="utf-8")[before:]
    time.sleep(0.5)
    return log.read_text(encoding="utf-8")[before:].rstrip()


@pytest.mark.parametrize(
    ("path", "before", "after", "cause"),
    [
        ("docs/index.md", "# Home\n", "# Home\n\n{{ diagram('none') }}\n", "docs/index.md:3: diagram('none'): there"),
        ("docs/index.md", "# Home\n", "# Home\n\n{{ 1 / 0 }}\n", "docs/index.md:3: ZeroDivisionError: division"),
        ("docs/index.md", "# Home\n", "---\n[\n---\n# Home\n", "docs/index.md:3: the front matter cannot be read"),
        ("examples/single-broker/topology.yaml", "\nsites:", "\nsitess:", "topology.yaml:6:1: the topology has no key"),
        ("broker_network/tables/tables.py", "\ndef ", "\ndeff ", "broker_network/tables/tables.py:"),
        ("macros/vocabulary/rules.py", "\nimport re\n", "\nimport ree\n", "macros/vocabulary/rules.py:"),
    ],
    ids=["word", "expression", "front matter", "topology", "syntax", "import"],
)  # fmt: skip
def test_the_cause_is_the_last_line_of_the_log_and_stands_there_once(
    path: str, before: str, after: str, cause: str, server: Server
) -> None:
    said = _log_after_edit(server, path, lambda text: text.replace(before, after, 1), cause)
    mended = _log_after_edit(server, path, lambda text: text.replace(after, before, 1), "Reloading browsers")
    assert cause in said.rpartition("\n")[2], said
    assert said.count(cause) == 1, said
    assert "anchor" not in said
    assert "Reloading browsers" in mended
    assert "ERROR" not in mended
