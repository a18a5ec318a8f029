"""Every command's JSON is what its schema says, and tells no secret."""

from __future__ import annotations

import json

import jsonschema
import pytest

from broker_network import cli
from broker_network.answers.registry import ANSWERS, answers_schema
from tests.support.paths import FAULTY

QUESTIONS: dict[str, list[list[str]]] = {
    "check": [["check", str(FAULTY)], ["check", "four-countries", "--activemq", "6.2.7"]],
    "reach": [
        ["reach", str(FAULTY)],
        ["reach", "four-countries"],
        ["reach", "four-countries", "--without", "broker", "de-1"],
    ],
    "trace": [
        ["trace", str(FAULTY), "--client", "broker2", "--server", "broker3"],
        ["trace", "noc-datacenters", "--client", "dc-a-1", "--server", "dc-b-1"],
    ],
    "survive": [["survive", str(FAULTY)], ["survive", "four-countries"]],
    "demand": [["demand", str(FAULTY), "--servers", "broker2=60"], ["demand", "noc-datacenters"]],
    "rights": [["rights", str(FAULTY)], ["rights", "noc-datacenters"]],
    "exposure": [["exposure", str(FAULTY)], ["exposure", "noc-datacenters", "--who", "alice"]],
    "releases": [["releases", str(FAULTY), "--activemq", "7.1.0"], ["releases", "noc-datacenters"]],
    "diff": [["diff", "noc-datacenters", "noc-dials"], ["diff", str(FAULTY), str(FAULTY)]],
}
EVERY = pytest.mark.parametrize("question", [one for asked in QUESTIONS.values() for one in asked], ids=" ".join)


def test_every_command_with_json_is_asked_here() -> None:
    assert set(QUESTIONS) == set(ANSWERS)


@EVERY
def test_the_answer_is_as_its_schema_says(question: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([*question, "--format", "json"]) in (cli.OK, cli.DIFFERS)
    document = json.loads(capsys.readouterr().out)
    jsonschema.validate(document, answers_schema(), jsonschema.Draft202012Validator)
    assert document["command"] == question[0]


@EVERY
@pytest.mark.parametrize("form", ["text", "json"])
def test_no_password_of_a_file_is_told(question: list[str], form: str, capsys: pytest.CaptureFixture[str]) -> None:
    cli.main([*question, "--format", form])
    said = capsys.readouterr().out
    assert "marionette" not in said


def test_a_key_that_is_not_there_makes_a_document_invalid() -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"version": 1, "command": "check", "answer": {}}, answers_schema())
