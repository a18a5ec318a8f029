"""Words that show commands."""

from __future__ import annotations

from macros import site_files
from macros.page import Page
from macros.vocabulary import commands


def test_without_a_clone_the_command_is_installed_from_the_wheel_that_the_site_publishes(page: Page) -> None:
    wheel = f"https://guide.example.net/some/place/{site_files.wheel_file()}"
    shown = commands.install(page).splitlines()
    assert f"pipx install {wheel}" in shown
    assert f"uvx --from {wheel} broker-network --help" in shown
