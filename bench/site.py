"""The guide built as it is, and by plain MkDocs Material with every macro already expanded."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[1]

# Kept by a hook of the project that is being built: what each page is when all macros are expanded.
_KEEP = """
import os
from pathlib import Path
from mkdocs.plugins import event_priority

@event_priority(-100)
def on_page_markdown(markdown, page, **_):
    target = Path(os.environ["EXPANDED"], page.file.src_uri)
    target.parent.mkdir(parents=True, exist_ok=True)
    meta = "".join(f"{key}: {value!r}\\n" for key, value in page.meta.items())
    target.write_text(f"---\\n{meta}---\\n{markdown.replace('/README.md)', '/README.md.txt)')}", encoding="utf-8")
"""


class _Loader(yaml.SafeLoader):
    """Reads mkdocs.yml without asking the environment."""


_Loader.add_constructor("!ENV", lambda loader, node: loader.construct_sequence(node)[-1])  # type: ignore[arg-type]


def _cpu(command: list[str], folder: Path, env: dict[str, str]) -> float:
    """Seconds of CPU that a program takes."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, cwd=folder, env={**os.environ, "NO_MKDOCS_2_WARNING": "1", **env}, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def _build(project: Path, to: Path, env: dict[str, str]) -> float:
    return _cpu([sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(to)], project, env)


def expanded(scratch: Path) -> Path:
    """A project that needs no macros: the same pages expanded, the same files, plain Material."""
    keeping = scratch / "keeping"
    keeping.mkdir()
    for name in ("docs", "macros", "examples"):
        (keeping / name).symlink_to(ROOT / name)
    (keeping / "keep.py").write_text(_KEEP, encoding="utf-8")
    configuration = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    text = configuration.replace("hooks: [macros/hooks.py]", "hooks: [macros/hooks.py, keep.py]")
    (keeping / "mkdocs.yml").write_text(text, encoding="utf-8")
    plain = scratch / "plain"
    _build(keeping, scratch / "kept", {"EXPANDED": str(plain / "docs")})

    for path in (scratch / "kept" / "downloads").rglob("*"):
        if path.is_file():
            name = f"{path.name}.txt" if path.suffix == ".md" else path.name
            target = plain / "docs" / path.parent.relative_to(scratch / "kept") / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, target)
    shutil.copytree(ROOT / "docs" / "assets", plain / "docs" / "assets")
    settings: dict[str, Any] = yaml.load(configuration, _Loader)
    settings = {key: value for key, value in settings.items() if key not in ("hooks", "watch", "nav")}
    settings["theme"].pop("custom_dir")
    settings["plugins"] = ["search"]
    (plain / "mkdocs.yml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    return plain


def main(rounds: int = 3) -> dict[str, float]:
    """The least seconds of CPU of some rounds, both kinds taking turns."""
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        plain = expanded(scratch)
        times: dict[str, list[float]] = {"guide": [], "plain": []}
        for _ in range(rounds):
            times["guide"].append(_build(ROOT, scratch / "site", {}))
            times["plain"].append(_build(plain, scratch / "plain-site", {}))
    return {name: min(taken) for name, taken in times.items()}
