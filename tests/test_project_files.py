"""What code hosts and editors read: it parses, names what exists, and may do no more than it must."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from broker_network import bundle, examples
from tests.support.paths import ROOT
from tests.support.programs import needs, run, succeeded

GITHUB = ROOT / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
FORMS = sorted((GITHUB / "ISSUE_TEMPLATE").glob("[0-9]*.yml"))
PRE_COMMIT = ROOT / ".pre-commit-config.yaml"
PROSE = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "SECURITY.md", GITHUB / "pull_request_template.md"]
TARGETS = set(re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


def read(path: Path) -> dict[Any, Any]:
    found = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert isinstance(found, dict), path
    return found


def steps(workflow: dict[Any, Any]) -> Iterator[dict[str, Any]]:
    for job in workflow["jobs"].values():
        yield from job.get("steps", ())


def lines_run() -> Iterator[tuple[Path, str]]:
    """Every line that a workflow or a hook runs, with its file."""
    for path in WORKFLOWS:
        for step in steps(read(path)):
            yield from ((path, line) for line in step.get("run", "").splitlines())
    for repository in read(PRE_COMMIT)["repos"]:
        yield from ((PRE_COMMIT, hook["entry"]) for hook in repository["hooks"])


def test_workflows_and_hooks_run_only_targets_and_files_that_there_are() -> None:
    ours = 0
    for path, line in lines_run():
        program, *arguments = line.split()
        if program == "make":
            ours += 1
            assert set(arguments) <= TARGETS, f"{path.name}: {line}"
        elif program.startswith(".ci/"):
            ours += 1
            assert (ROOT / program).is_file(), f"{path.name}: {line}"
        else:
            assert program in ("apt-get", ".venv/bin/broker-network"), f"{path.name}: {line}"
    assert ours


def test_a_pull_request_and_main_are_tested_by_the_same_command() -> None:
    tested = read(GITHUB / "workflows" / "test.yml")
    # YAML 1.1 reads a bare `on` as true.
    assert set(tested[True]) == {"pull_request", "workflow_call"}
    assert [step["run"] for step in steps(tested) if "run" in step][-1] == ".ci/run"
    jobs = read(GITHUB / "workflows" / "publish.yml")["jobs"]
    assert jobs["test"] == {"uses": "./.github/workflows/test.yml"}
    assert (jobs["build"]["needs"], jobs["publish"]["needs"]) == ("test", "build")


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_only_the_job_that_publishes_may_write(path: Path) -> None:
    workflow = read(path)
    assert workflow["permissions"] == {"contents": "read"}
    assert "pull_request_target" not in workflow[True]
    for name, job in workflow["jobs"].items():
        writes = {what for what, how in job.get("permissions", {}).items() if how != "read"}
        assert writes <= ({"pages", "id-token"} if name == "publish" else set()), name
        assert "secrets" not in job


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_no_pull_request_can_change_what_an_action_is(path: Path) -> None:
    for line in path.read_text(encoding="utf-8").splitlines():
        if found := re.search(r"uses: (\S+)", line):
            pinned = re.search(r"uses: actions/[\w-]+@[0-9a-f]{40}  # v\d+\.\d+\.\d+$", line)
            assert pinned or (found[1].startswith("./") and (ROOT / found[1]).is_file()), line


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.name)
def test_a_form_asks_each_question_once_and_requires_an_answer_to_one(path: Path) -> None:
    form = read(path)
    assert {"name", "description", "body"} <= set(form)
    asked = [part for part in form["body"] if part["type"] != "markdown"]
    assert len({part["id"] for part in asked}) == len({part["attributes"]["label"] for part in asked}) == len(asked)
    assert any(part.get("validations", {}).get("required") for part in asked)


def test_whoever_reports_a_finding_is_told_to_remove_passwords() -> None:
    for path in FORMS:
        form = read(path)
        if any(part["attributes"].get("render") == "xml" for part in form["body"]):
            assert form["body"][0]["attributes"]["value"].startswith("Remove passwords")


@pytest.mark.parametrize("path", PROSE, ids=lambda path: path.name)
def test_every_file_that_prose_links_to_exists(path: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", path.read_text(encoding="utf-8")):
        # The code host's own pages are two folders above its view of a file.
        if not target.startswith(("http", "../../security/")):
            assert (path.parent / target.partition("#")[0]).exists(), target


@pytest.mark.parametrize("path", [*PROSE, PRE_COMMIT, *WORKFLOWS, *FORMS], ids=lambda path: path.name)
def test_every_target_of_make_that_is_named_exists(path: Path) -> None:
    named = set(re.findall(r"(?:`|^ +|: )make ([a-z]+)", path.read_text(encoding="utf-8"), re.MULTILINE))
    assert named <= TARGETS


def attributes(name: str, paths: list[str]) -> dict[str, str]:
    """The value of an attribute of .gitattributes for each path."""
    # Whoever owns the folder: in a container it is seldom the account that runs the tests.
    git = ("git", "-c", "safe.directory=*", "check-attr", "--stdin", "-z", name)
    fields = succeeded(run(*git, cwd=ROOT, stdin="\0".join(paths))).split("\0")
    return dict(zip(fields[::3], fields[2::3], strict=False))


@needs("git")
@pytest.mark.parametrize("name", examples.names())
def test_what_is_generated_is_marked_so_and_what_is_written_by_hand_is_not(name: str) -> None:
    generated = [f"examples/{name}/{path}" for path in bundle.files(examples.load(name))]
    generated += [f"examples/{name}.svg", "examples/topology.schema.json"]
    assert set(attributes("linguist-generated", generated).values()) == {"set"}
    by_hand = [f"examples/{name}/topology.yaml", "examples/faulty/three-brokers/README.md"]
    assert set(attributes("linguist-generated", by_hand).values()) == {"unset"}


@needs("git")
def test_evidence_and_locked_requirements_are_marked_as_generated() -> None:
    found = [*ROOT.glob("evidence/*/*.json"), *ROOT.glob("requirements/*.txt")]
    paths = [str(path.relative_to(ROOT)) for path in found]
    assert set(attributes("linguist-generated", paths).values()) == {"set"}


@needs("git")
def test_every_text_has_the_line_endings_that_scripts_and_bytes_rest_on() -> None:
    paths = ["Makefile", "examples/noc-datacenters/make-secrets", "macros/hooks.py"]
    assert set(attributes("eol", paths).values()) == {"lf"}
