from __future__ import annotations

import errno
import os
import resource
import shutil
import sys
from collections.abc import Callable, Mapping
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from broker_network import bundle
from broker_network.bundle import disk, exchange
from broker_network.design.planning import Plan
from broker_network.templates import MARK
from tests.support.networks import planned, star


def network(leaves: int = 2) -> Plan:
    return planned(star(leaves))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a network in it, and with what a reader keeps beside it."""
    folder = tmp_path / "mine"
    bundle.write(bundle.files(network()), folder)
    for path in ("topology.yaml", "secrets/ca/ca.key", "notes.txt", "brokers/hub-1/conf/log4j2.properties"):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text("mine")
    return folder


def contents(folder: Path) -> Mapping[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


KEPT = {"topology.yaml", "secrets/ca/ca.key", "notes.txt", "brokers/hub-1/conf/log4j2.properties"}


class TestWrite:
    def test_the_folder_then_holds_every_file(self, folder: Path) -> None:
        files = bundle.files(network())
        assert {path: content for path, content in contents(folder).items() if path not in KEPT} == files
        assert os.access(folder / "make-secrets", os.X_OK)
        assert not os.access(folder / "compose.yaml", os.X_OK)

    def test_files_that_are_current_are_not_touched(self, folder: Path) -> None:
        before = {path: (path.stat().st_mtime_ns, path.stat().st_ino) for path in folder.rglob("*")}
        assert bundle.write(bundle.files(network()), folder) == ()
        assert {path: (path.stat().st_mtime_ns, path.stat().st_ino) for path in folder.rglob("*")} == before

    def test_only_what_changed_is_told_and_written(self, folder: Path) -> None:
        (folder / "compose.yaml").write_text(f"# {MARK}\nold")
        inode = (folder / "README.md").stat().st_ino
        assert bundle.write(bundle.files(network()), folder) == ("compose.yaml",)
        assert (folder / "README.md").stat().st_ino == inode

    def test_a_script_that_lost_its_mode_gets_it_back(self, folder: Path) -> None:
        (folder / "make-secrets").chmod(0o644)
        assert bundle.write(bundle.files(network()), folder) == ("make-secrets",)
        assert os.access(folder / "make-secrets", os.X_OK)

    def test_generated_files_of_what_is_gone_go_too_and_the_readers_own_stay(self, folder: Path) -> None:
        removed = bundle.write(bundle.files(network(leaves=1)), folder)
        assert "servers/leaf2/web/classes.txt" in removed
        left = contents(folder)
        assert not [path for path in left if "leaf2" in path and path not in KEPT]
        assert set(left) >= KEPT
        assert not (folder / "brokers/leaf2-1").exists()
        assert not (folder / "servers/leaf2").exists()

    def test_a_folder_with_a_file_of_the_readers_in_it_stays(self, folder: Path) -> None:
        (folder / "brokers/leaf2-1/conf/own.xml").write_text("mine")
        bundle.write(bundle.files(network(leaves=1)), folder)
        assert list(contents(folder / "brokers/leaf2-1")) == ["conf/own.xml"]

    def test_a_file_that_was_not_generated_is_never_replaced(self, folder: Path) -> None:
        (folder / "README.md").write_text("my own")
        (folder / "compose.yaml").write_text("my own")
        before = contents(folder)
        with pytest.raises(bundle.BundleRefused) as refused:
            bundle.write(bundle.files(network(leaves=1)), folder)
        assert refused.value.paths == ("README.md", "compose.yaml")
        assert f"{folder}/README.md" in str(refused.value)
        assert contents(folder) == before

    def test_a_list_of_classes_is_the_readers_own_where_no_generated_file_stands_beside_it(
        self, tmp_path: Path
    ) -> None:
        path = tmp_path / "mine/servers/hub/web/classes.txt"
        path.parent.mkdir(parents=True)
        path.write_text("my own")
        with pytest.raises(bundle.BundleRefused):
            bundle.write(bundle.files(network()), tmp_path / "mine")
        assert path.read_text() == "my own"

    @pytest.mark.parametrize("kind", ["file", "dangling link"])
    def test_a_file_in_the_place_of_a_folder_is_refused(self, tmp_path: Path, kind: str) -> None:
        target = tmp_path / "mine"
        target.mkdir()
        if kind == "file":
            (target / "brokers").write_text("my own")
        else:
            (target / "brokers").symlink_to("nowhere")
        with pytest.raises(bundle.BundleRefused):
            bundle.write(bundle.files(network()), target)
        assert sorted(path.name for path in target.iterdir()) == ["brokers"]

    def test_a_folder_that_is_a_file_is_told_as_such(self, tmp_path: Path) -> None:
        (tmp_path / "mine").write_text("my own")
        with pytest.raises(NotADirectoryError) as refused:
            bundle.write(bundle.files(network()), tmp_path / "mine")
        assert refused.value.filename == str(tmp_path / "mine")

    def test_a_folder_may_be_a_file_system_of_its_own(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        really = Path.replace

        def replace(source: Path, target: Path) -> Path:
            if source.is_relative_to(folder) != target.is_relative_to(folder):
                raise OSError(errno.EXDEV, "Invalid cross-device link", str(source))
            return really(source, target)

        monkeypatch.setattr(Path, "replace", replace)
        wanted = bundle.files(network(leaves=3))
        bundle.write(wanted, folder)
        assert bundle.differences(wanted, folder) == ""
        assert {path.name for path in folder.iterdir() if path.name.startswith(".")} == set()

    def test_nothing_is_left_beside_the_folder(self, folder: Path) -> None:
        bundle.write(bundle.files(network(leaves=3)), folder)
        assert [path.name for path in folder.parent.iterdir()] == ["mine"]

    def test_a_link_in_the_place_of_a_generated_file_is_not_followed(self, folder: Path, tmp_path: Path) -> None:
        elsewhere = tmp_path / "elsewhere"
        (folder / "README.md").rename(elsewhere)
        (folder / "README.md").symlink_to(elsewhere)
        before = elsewhere.read_bytes()
        bundle.write(bundle.files(network(leaves=3)), folder)
        assert elsewhere.read_bytes() == before
        assert not (folder / "README.md").is_symlink()

    def test_a_link_in_the_place_of_a_folder_is_neither_followed_nor_replaced(self, folder: Path) -> None:
        others = folder.parent / "other"
        bundle.write(bundle.files(network(leaves=5)), others)
        shutil.rmtree(folder / "brokers")
        (folder / "brokers").symlink_to(others / "brokers")
        before = contents(others), contents(folder)
        for leaves in (1, 5):
            with pytest.raises(bundle.BundleRefused) as refused:
                bundle.write(bundle.files(network(leaves)), folder)
            assert refused.value.paths == ("brokers",)
            assert "symbolic link" in str(refused.value)
        assert (contents(others), contents(folder)) == before


def killed_at(step: int, wanted: Mapping[str, bytes], folder: Path) -> bool:
    """Whether a process that writes is killed: it dies at the given change of the disk, without cleaning up."""
    child = os.fork()
    if not child:
        left = [step]

        def die(event: str, arguments: tuple[Any, ...]) -> None:
            writes = event == "open" and "w" in str(arguments[1])
            if writes or event in ("os.rename", "os.mkdir", "os.link", "os.remove", "os.rmdir", "os.chmod"):
                left[0] -= 1
                if left[0] < 0:
                    os._exit(9)

        sys.addaudithook(die)
        try:
            bundle.write(wanted, folder)
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9


@pytest.mark.parametrize("beside", ["nothing", "a topology"])
def test_whenever_it_is_killed_all_is_old_or_new_and_the_next_run_cleans_up(tmp_path: Path, beside: str) -> None:
    old, new = bundle.files(network(1)), {**bundle.files(network(1)), "clients/new.txt": f"# {MARK}".encode()}
    new = {path: content + b"more" for path, content in new.items() if not path.startswith("servers/")}
    folder = tmp_path / "mine"
    for step in count(step=3):
        shutil.rmtree(tmp_path)
        tmp_path.mkdir()
        bundle.write(old, folder)
        if beside == "a topology":
            (folder / "topology.yaml").write_text("mine")
        killed = killed_at(step, new, folder)
        found = {
            path: content
            for path, content in contents(folder).items()
            if path != "topology.yaml" and ".generating/" not in path
        }
        roots = {path.partition("/")[0] for path in (*old, *new, *found)}
        for root in roots if beside == "a topology" else {""}:
            there, *wholes = ({path: one[path] for path in one if path.startswith(root)} for one in (found, old, new))
            assert there in wholes, (step, root)
        bundle.write(new, folder)
        assert bundle.differences(new, folder) == ""
        assert [path.name for path in (*tmp_path.iterdir(), *folder.iterdir()) if path.name.startswith(".")] == []
        if not killed:
            break
    assert step > len(new)


def test_a_full_disk_names_the_file_that_is_not_written(folder: Path) -> None:
    wanted = {**bundle.files(network()), "README.md": b"x" * 100_000}
    child = os.fork()
    if not child:
        resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))
        try:
            bundle.write(wanted, folder)
        except OSError as error:
            os._exit(3 if error.filename == str(folder / "README.md") else 4)
        os._exit(5)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 3
    assert bundle.differences(bundle.files(network()), folder) == ""


@pytest.mark.parametrize("exception", [KeyboardInterrupt(), OSError("disk full")], ids=["Ctrl-C", "a full disk"])
@pytest.mark.parametrize("atomic", [True, False], ids=["exchanged", "renamed"])
def test_whenever_it_is_stopped_everything_is_as_it_was(
    folder: Path, monkeypatch: pytest.MonkeyPatch, exception: BaseException, atomic: bool
) -> None:
    before = contents(folder)
    wanted = {path: content + b"more" for path, content in bundle.files(network(leaves=1)).items()}
    left = [0]

    def stopping(really: Callable[..., Any]) -> Callable[..., Any]:
        def stop_or(*arguments: Any, **named: Any) -> Any:
            left[0] -= 1
            if left[0] == -1:
                raise exception
            return really(*arguments, **named)

        return stop_or

    monkeypatch.setattr(disk, "_put", stopping(disk._put))
    monkeypatch.setattr(exchange, "move", stopping(exchange.move))
    monkeypatch.setattr(exchange, "swap", stopping(exchange.swap if atomic else lambda *_: False))
    for step in count():
        left[0] = step
        try:
            bundle.write(wanted, folder)
            break
        except type(exception):
            assert contents(folder) == before
            assert [path.name for path in folder.parent.iterdir()] == ["mine"]
    assert step > len(wanted)
    assert bundle.differences(wanted, folder) == ""


@pytest.mark.parametrize("exists", [True, False], ids=["into a folder", "a new folder"])
def test_nothing_temporary_stays_when_it_is_stopped_while_cleaning_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, exists: bool
) -> None:
    target = tmp_path / "mine"
    if exists:
        target.mkdir()
    really, stopped = os.rmdir, [False]

    def rmdir(path: str, **how: int) -> None:
        if not stopped[0]:
            stopped[0] = True
            raise KeyboardInterrupt
        really(path, **how)

    monkeypatch.setattr(os, "rmdir", rmdir)
    with pytest.raises(KeyboardInterrupt):
        bundle.write(bundle.files(network()), target)
    assert [path.name for path in (*tmp_path.iterdir(), *target.iterdir()) if path.name.startswith(".")] == []


def test_a_new_folder_that_could_not_be_completed_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    really = disk._put

    def put(target: Path, content: bytes, *, executable: bool, shown: Path) -> None:
        if target.name == "make-secrets":
            raise KeyboardInterrupt
        really(target, content, executable=executable, shown=shown)

    monkeypatch.setattr(disk, "_put", put)
    with pytest.raises(KeyboardInterrupt):
        bundle.write(bundle.files(network()), tmp_path / "mine")
    assert list(tmp_path.iterdir()) == []


def test_a_new_folder_comes_in_one_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    moved: list[Path] = []
    really = exchange.move

    def move(source: Path, target: Path) -> None:
        moved.append(target)
        really(source, target)

    monkeypatch.setattr(exchange, "move", move)
    bundle.write(bundle.files(network()), tmp_path / "mine")
    assert moved == [tmp_path / "mine"]


class TestDifferences:
    def test_a_current_folder_has_none(self, folder: Path) -> None:
        assert bundle.differences(bundle.files(network()), folder) == ""

    def test_a_changed_a_missing_and_a_stale_file_are_shown(self, folder: Path) -> None:
        (folder / "compose.yaml").write_text(f"# {MARK}\nold")
        (folder / "README.md").unlink()
        shown = bundle.differences(bundle.files(network(leaves=1)), folder)
        assert "--- a/compose.yaml\n+++ b/compose.yaml\n" in shown
        assert "-old\n\\ No newline at end of file\n" in shown
        assert "--- /dev/null\n+++ b/README.md\n" in shown
        assert "--- a/brokers/leaf2-1/env\n+++ /dev/null\n" in shown
        assert "topology.yaml\n+++" not in shown

    def test_a_script_that_cannot_be_run_is_a_difference(self, folder: Path) -> None:
        (folder / "make-secrets").chmod(0o644)
        assert bundle.differences(bundle.files(network()), folder) == "make-secrets is not executable\n"

    def test_writing_leaves_none(self, folder: Path) -> None:
        wanted = bundle.files(network(leaves=3))
        assert bundle.differences(wanted, folder) != ""
        bundle.write(wanted, folder)
        assert bundle.differences(wanted, folder) == ""


def test_a_single_file_is_replaced_in_one_step_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "some" / "mine.zip"
    bundle.write_bytes(path, b"old")
    monkeypatch.setattr(Path, "replace", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        bundle.write_bytes(path, b"new")
    assert contents(tmp_path) == {"some/mine.zip": b"old"}


def test_a_folder_in_the_place_of_a_single_file_is_told_as_such(tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError) as refused:
        bundle.write_bytes(tmp_path, b"new")
    assert refused.value.filename == str(tmp_path)


def test_where_nothing_can_be_written_the_folder_is_named() -> None:
    with pytest.raises(OSError) as refused:
        bundle.write_bytes(Path("/proc/mine.zip"), b"new")
    assert refused.value.filename == "/proc"
