"""Fixes for what the theme writes and HTML does not allow. Each can go once the theme does without."""

from __future__ import annotations


def fixed(html: str) -> str:
    """A page without what the theme gets wrong.

    Headings of the navigation have an empty `tabindex`. The table of contents of a section's first page is a label
    for a switch that such a page does not have.
    """
    html = html.replace(' tabindex=""', "")
    if 'id="__toc"' not in html:
        html = html.replace('<label class="md-nav__title" for="__toc">', '<label class="md-nav__title">')
    return html
