import json

from broker_network.design.topology import schema
from broker_network.design.topology.reference import keys

SCHEMA = json.loads(schema())


def schema_paths(part: dict[str, object], prefix: str = "") -> set[str]:
    """The keys of the schema, with a `*` for each that the reader chooses."""
    while "$ref" in part:
        part = SCHEMA["$defs"][str(part["$ref"]).rpartition("/")[2]]
    found: set[str] = set()
    for name, inner in part.get("properties", {}).items():  # type: ignore[attr-defined]
        path = f"{prefix}.{name}" if prefix else name
        found |= {path} | schema_paths(inner, path)
    for inner in part.get("patternProperties", {}).values():  # type: ignore[attr-defined]
        found |= schema_paths(inner, f"{prefix}.*")
    if "items" in part:
        found |= schema_paths(part["items"], f"{prefix}[]")  # type: ignore[arg-type]
    for inner in [*part.get("oneOf", []), *part.get("anyOf", [])]:  # type: ignore[misc]
        found |= schema_paths(inner, prefix)
    return found


def test_it_has_every_key_of_the_schema_and_no_other() -> None:
    paths = [".".join("*" if part.startswith("<") else part for part in row.path.split(".")) for row in keys()]
    assert len(paths) == len(set(paths))
    assert set(paths) == schema_paths(SCHEMA)


def test_every_key_has_a_type_and_a_description_without_its_default() -> None:
    for row in keys():
        assert row.type and row.description.endswith((".", ")")), row
        assert "Default:" not in row.description


def test_a_path_shows_what_the_reader_chooses() -> None:
    rows = {row.path: row for row in keys()}
    host = rows["sites.<site>.brokers.<broker>.host"]
    assert (host.type, host.default) == ("a host name", "required")
    assert rows["links[].duplex"].default == "`true`"
    assert rows["sites.<site>.brokers.<broker>.heap"].allowed == "128 to 65536"
    assert rows["security.links"].allowed == "`mtls`, `ipsec` or `plain`"
    assert rows["collectives"].default == "`[mcollective]`"
    assert rows["links[].transport"].default == "that of `security.links`"


def test_the_rows_are_in_the_order_of_the_model() -> None:
    paths = [row.path for row in keys()]
    assert paths[0] == "title" and paths[-1] == "layout"
    assert paths.index("sites") < paths.index("sites.<site>.brokers") < paths.index("links")
