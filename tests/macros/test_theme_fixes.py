"""What the theme gets wrong is taken out, and nothing else."""

from __future__ import annotations

from macros.theme_fixes import fixed

LABEL = '<label class="md-nav__title" for="__toc">Contents</label>'


def test_an_empty_tabindex_goes_and_one_with_a_number_stays() -> None:
    assert fixed('<label tabindex="" for="x"><a tabindex="0">') == '<label for="x"><a tabindex="0">'


def test_a_label_for_a_switch_that_the_page_lacks_is_a_label_for_none() -> None:
    assert fixed(LABEL) == '<label class="md-nav__title">Contents</label>'


def test_a_label_for_a_switch_that_the_page_has_stays() -> None:
    page = f'<input id="__toc">{LABEL}'
    assert fixed(page) == page


def test_a_page_that_is_right_is_not_touched_twice() -> None:
    assert fixed(fixed(LABEL)) == fixed(LABEL)
