"""Tests stand where the code stands: whoever changes a module finds its tests by name alone."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.support.paths import ROOT

MIRRORED = ("broker_network", "macros")

BETWEEN = {
    "broker_network/activemq/read/test_round_trip.py": "what is written, against what is read of it",
    "broker_network/changes/test_carrying_out.py": "the steps, against hosts on which they are carried out",
    "broker_network/design/planning/test_names.py": "names of the plan, against what a topology may be called",
    "broker_network/design/planning/test_mixed_releases.py": "a release for each broker, in files, checks and steps",
    "broker_network/design/planning/test_survives.py": "what is promised, against what failures cost",
    "broker_network/design/topology/test_corpus.py": "a folder of topologies with the errors that they must give",
    "broker_network/exposure/test_trials.py": "what is computed, against what thieves tried in the lab",
    "broker_network/fixes/test_fixes_of_rules.py": "the fix of each rule, made to the letter in the rule's own files",
    "broker_network/fixes/test_planted_faults.py": "fixes, against faults planted in networks of every shape",
    "broker_network/mcollective/test_spelling.py": "every module, against the one that spells destinations",
    "broker_network/reach/test_one_story.py": "what `reach`, `trace` and `check` say, against each other",
    "broker_network/routes/test_against_simulator.py": "what is computed, against a simulator of single events",
    "broker_network/redaction/test_everywhere.py": "what every command prints, against secrets in every place",
    "broker_network/rules/test_downloads.py": "the rules, against what readers download",
    "broker_network/rules/test_new_rule.py": "a rule that is added, against the page that says how",
    "broker_network/rules/test_planned.py": "the rules, against what is planned",
    "broker_network/rules/test_whatever_is_read.py": "the rules, against whatever may be read",
}
"""Tests that compare two modules, and stand beside one of them."""

WITHOUT = {
    "macros/addresses.py": "test_site_files.py: what is published is where it says",
    "macros/example_files.py": "test_site_files.py: all of it is published",
    "macros/claims.py": "vocabulary/test_experiments.py: a count leads to the page that claims it",
    "macros/vocabulary/capacity.py": "test_sizing.py asks for what it prints",
    "macros/broken.py": "tests/site/test_serve.py: what the log says of a broken build",
    "macros/reloading.py": "tests/site/test_serve.py: an edit of each kind",
    "broker_network/__main__.py": "tests/broker_network/cli/ and tests/macros/test_wheel.py run the command",
    "broker_network/activemq/elements/": "test_elements.py compares every table with the schema and the model",
    "broker_network/cli/commands/up.py": "tests/lab/test_up.py",
    "broker_network/cli/commands/fetch.py": "tests/lab/test_fetch.py",
    "broker_network/diagram/cards.py": "test_scene.py and test_render.py draw with it",
    "broker_network/diagram/wiring.py": "test_scene.py and test_render.py draw with it",
    "broker_network/bundle/exchange.py": "test_disk.py stops and kills a run that exchanges at every step",
    "broker_network/bundle/temporary.py": "test_disk.py looks for what stays of a run that was killed",
    "broker_network/changes/tasks.py": "it holds data",
    **dict.fromkeys(
        (
            "broker_network/changes/merged_files.py",
            "broker_network/changes/order_search.py",
            "broker_network/changes/states.py",
        ),
        "test_steps.py asks for the steps that come of all three",
    ),
    **dict.fromkeys(
        (
            "broker_network/exposure/access_map.py",
            "broker_network/exposure/account_powers.py",
            "broker_network/exposure/firewalls.py",
            "broker_network/exposure/identities.py",
            "broker_network/exposure/powers.py",
            "broker_network/exposure/signatures.py",
            "broker_network/exposure/stolen_assets.py",
            "broker_network/exposure/theft.py",
        ),
        "test_exposure.py and test_trials.py ask for what follows from all of them",
    ),
    **dict.fromkeys(
        (
            "broker_network/routes/arrivals.py",
            "broker_network/routes/broadcasts.py",
            "broker_network/routes/demand_subscriptions.py",
            "broker_network/routes/directed_requests.py",
            "broker_network/routes/interpreted.py",
            "broker_network/routes/queued.py",
        ),
        "test_routing.py and test_against_simulator.py: one answer comes of all of them",
    ),
    "broker_network/lab/": "tests/lab/ starts what it starts, a test module for each subject",
    "broker_network/rules/bridge_rights/ends.py": "test_bridge_rights.py asks it by way of the rule",
    "broker_network/changes/reachable_pairs.py": "test_steps.py asks it after each step",
    "broker_network/design/topology/yaml_syntax.py": "test_yaml_source.py: a complaint for each fault of YAML",
    "broker_network/diagram/shapes/": "test_shapes.py lays out every network of tests/support/ with all of them",
    "broker_network/diagram/picture.py": "test_render.py and test_scene.py draw with it; it decides nothing alone",
    "broker_network/design/topology/relations/": "test_relations.py and the corpus: a fault of each relation",
    "broker_network/errors.py": "it has no behavior",
    "macros/hooks.py": "tests/site/test_build.py and test_serve.py: MkDocs calls it",
}
"""Modules that have no test module of their own, and why."""


def with_behavior() -> list[str]:
    """Every module that does something, by its path from the root. A package's `__init__` is the package."""
    found = []
    for package in MIRRORED:
        for path in (ROOT / package).rglob("*.py"):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            if any(isinstance(node, (ast.FunctionDef, ast.ClassDef)) for node in tree.body):
                found.append(str(path.relative_to(ROOT)))
    return sorted(found)


def twins(module: str) -> list[str]:
    """Where the tests of a module may stand, from the folder of tests."""
    path = Path(module)
    if path.name != "__init__.py":
        return [str(path.with_name(f"test_{path.name}"))]
    return [str(path.with_name(f"test_{path.parent.name}.py")), f"{path.parent.parent}/test_{path.parent.name}.py"]


def mirrored(test: str) -> bool:
    """Whether a test module has the name of a module, a package or a template that exists."""
    place = ROOT / Path(test).parent
    name = Path(test).stem.removeprefix("test_")
    if (place / f"{name}.py").exists() or (place / name).is_dir() or place.name == name:
        return True
    return any(path.name.replace("-", "_") == name for path in (place / "templates").glob("*"))


def excused(module: str) -> bool:
    return any(module == one or (one.endswith("/") and module.startswith(one)) for one in WITHOUT)


@pytest.mark.parametrize("module", [one for one in with_behavior() if not excused(one)])
def test_a_module_has_tests_of_its_own(module: str) -> None:
    assert any((ROOT / "tests" / twin).is_file() for twin in twins(module)), f"write tests/{twins(module)[0]}"


@pytest.mark.parametrize(
    "test",
    sorted(
        str(path.relative_to(ROOT / "tests"))
        for package in MIRRORED
        for path in (ROOT / "tests" / package).rglob("test_*.py")
    ),
)
def test_a_test_module_stands_where_its_module_stands(test: str) -> None:
    folder_is_excused = excused(f"{Path(test).parent}/")
    assert mirrored(test) or test in BETWEEN or folder_is_excused, "name it after what it tests, or say in BETWEEN what"


def test_what_is_excused_exists_and_needs_it() -> None:
    assert not [one for one in BETWEEN if not (ROOT / "tests" / one).is_file() or mirrored(one)]
    assert not [one for one in WITHOUT if not (ROOT / one).exists()]
    alone = [one for one in WITHOUT if not one.endswith("/")]
    assert not [one for one in alone if any((ROOT / "tests" / twin).is_file() for twin in twins(one))]
