"""What others run before their commits and in their pipelines: the hook, the action and the template find faults."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement

from broker_network import examples
from broker_network.config_file import FILE
from tests.support.paths import FAULTY, ROOT
from tests.support.programs import needs, run, succeeded

ACTION = ROOT / "action.yml"
TEMPLATE = ROOT / ".gitlab" / "check.yml"
HOOKS = ROOT / ".pre-commit-hooks.yaml"
PAGE = ROOT / "docs/operate/ci.md"
PACKED = ("pyproject.toml", "README.md", "LICENSE", HOOKS.name)

BROKERS = examples.FOLDER / "noc-datacenters" / "brokers"


def read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def git(folder: Path, *arguments: str) -> None:
    names = ("-c", "user.name=A", "-c", "user.email=a@example.net", "-c", "init.defaultBranch=main")
    succeeded(run("git", *names, *arguments, cwd=folder))


def needed(*names: str) -> Iterator[Path]:
    """The installed files of some packages and all that they need, one path for each name in site-packages."""
    waiting, seen = [Requirement(name) for name in names], set()
    while waiting:
        requirement = waiting.pop()
        if requirement.name in seen or (requirement.marker and not requirement.marker.evaluate({"extra": ""})):
            continue
        seen.add(requirement.name)
        found = distribution(requirement.name)
        waiting += map(Requirement, found.requires or ())
        for name in {path.parts[0] for path in found.files or ()} - {"..", "__pycache__"}:
            yield Path(str(found.locate_file(name)))


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This project as a repository with one commit, as others name it in their configuration."""
    folder = tmp_path_factory.mktemp("project")
    for name in PACKED:
        shutil.copy(ROOT / name, folder)
    shutil.copytree(ROOT / "broker_network", folder / "broker_network", ignore=shutil.ignore_patterns("__pycache__"))
    git(folder, "init", "--quiet")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "all")
    return folder


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Somebody's repository, with a network that is right and what is expected of it."""
    folder = tmp_path / "theirs"
    shutil.copytree(BROKERS, folder / "brokers")
    (folder / FILE).write_text('expect = ["noc-1 reaches dc-*"]\n')
    git(folder, "init", "--quiet")
    return folder


@needs("git")
def test_the_hook_finds_faults_with_the_real_pre_commit(
    project: Path, repository: Path, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    pytest.importorskip("pre_commit", reason="pre-commit is not installed here")
    head = succeeded(run("git", "rev-parse", "HEAD", cwd=project)).strip()
    config = {"repos": [{"repo": str(project), "rev": head, "hooks": [{"id": "broker-network", "args": ["brokers"]}]}]}
    (repository / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config))
    git(repository, "add", "--all")
    # What pip would download lies beside: a test needs no network.
    packages = tmp_path_factory.mktemp("packages")
    declared = distribution("broker-network").requires or ()
    for path in needed("hatchling", *(one for one in declared if "extra ==" not in one)):
        if not (packages / path.name).exists():
            (packages / path.name).symlink_to(path)
    offline = {"PIP_NO_INDEX": "1", "PIP_NO_DEPS": "1", "PIP_NO_BUILD_ISOLATION": "0", "PYTHONPATH": str(packages)}
    environment = {"PRE_COMMIT_HOME": str(tmp_path / "cache"), **offline}
    command = (sys.executable, "-m", "pre_commit")
    passed = run(*command, "run", "--all-files", cwd=repository, env=environment)
    assert passed.returncode == 0, passed.stdout + passed.stderr
    assert "Passed" in passed.stdout
    (repository / FILE).write_text('expect = ["dc-a-1 reaches noc-1"]\n')
    git(repository, "add", "--all")
    failed = run(*command, "run", "--all-files", cwd=repository, env=environment)
    assert failed.returncode == 1
    assert '"dc-a-1 reaches noc-1" does not hold' in failed.stdout


def test_the_hook_checks_the_whole_network_whichever_file_changes() -> None:
    (hook,) = read(HOOKS)
    assert hook["pass_filenames"] is False
    assert hook["entry"].split() == ["broker-network", "check"]


def shell(script: str, folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a step as the runner does, with the command of this clone."""
    commands = folder.parent / "bin"
    commands.mkdir(exist_ok=True)
    lines = {
        "broker-network": f'PYTHONPATH="{ROOT}" exec "{sys.executable}" -m broker_network',
        "python": "exit 0 #",
    }
    for name, line in lines.items():
        (commands / name).write_text(f'#!/bin/sh\n{line} "$@"\n')
        (commands / name).chmod(0o755)
    path = f"{commands}{os.pathsep}{os.environ['PATH']}"
    command = ("bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", script)
    return run(*command, cwd=folder, env={"PATH": path, **variables})


def by_action(folder: Path, **inputs: str) -> subprocess.CompletedProcess[str]:
    action = read(ACTION)
    values = {name: one["default"] for name, one in action["inputs"].items()} | inputs
    *_, step = action["runs"]["steps"]
    asked = {name: text.removeprefix("${{ inputs.").removesuffix(" }}") for name, text in step["env"].items()}
    variables = {name: values[one] for name, one in asked.items()}
    return shell(step["run"], folder, **variables)


def by_template(folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    job = read(TEMPLATE)["broker-network"]
    values = job["variables"] | {"BROKER_NETWORK_PACKAGE": "x"} | variables
    return shell("\n".join(job["script"]), folder, **values)


@needs("bash", "git")
@pytest.mark.parametrize("how", [by_action, by_template], ids=["action", "template"])
def test_a_pipeline_passes_fails_and_keeps_what_was_found(how: Any, repository: Path) -> None:
    passed = how(repository)
    assert passed.returncode == 0, passed.stdout + passed.stderr
    shutil.copytree(FAULTY, repository / "more")
    failed = how(repository)
    assert failed.returncode == 1 and "error schema" in failed.stdout
    (written,) = json.loads((repository / "broker-network.sarif").read_text())["runs"]
    assert "schema" in {one["ruleId"] for one in written["results"]}


@needs("bash", "git")
def test_paths_and_options_reach_the_command(repository: Path) -> None:
    shutil.copytree(FAULTY, repository / "more")
    assert by_action(repository, paths="brokers", arguments="--activemq 6.2.6").returncode == 0
    chosen = {"BROKER_NETWORK_PATHS": "brokers", "BROKER_NETWORK_ARGUMENTS": "--activemq 6.2.6"}
    assert by_template(repository, **chosen).returncode == 0


@needs("bash", "git")
def test_a_template_without_a_package_says_what_to_set(repository: Path) -> None:
    refused = by_template(repository, BROKER_NETWORK_PACKAGE="")
    assert refused.returncode and "BROKER_NETWORK_PACKAGE: set it" in refused.stderr


def test_an_input_is_never_part_of_a_script() -> None:
    for step in read(ACTION)["runs"]["steps"]:
        assert "${{" not in step.get("run", "")


def test_the_page_tells_every_input_and_variable() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for name in (*read(ACTION)["inputs"], *read(TEMPLATE)["broker-network"]["variables"]):
        assert f"`{name}`" in page


def test_the_action_uses_others_at_a_fixed_commit() -> None:
    used = re.findall(r"uses: (.*)", ACTION.read_text(encoding="utf-8"))
    assert used and all(re.fullmatch(r"actions/[\w-]+@[0-9a-f]{40}  # v\d+\.\d+\.\d+", one) for one in used)
