"""What an attribute or a setting may hold, of any length."""

from __future__ import annotations

from collections.abc import Callable, Mapping

Repeated = Callable[[int], Mapping[str, str]]
"""Makes the files, by name, that hold one thing so many times."""

LONG: Mapping[str, Callable[[int], str]] = {
    "one word": lambda count: "A" * count,
    "a list": lambda count: ",".join(f"a{number}" for number in range(count)),
    "a list of patterns": lambda count: ",".join(f"a{number}.>" for number in range(count)),
    "many parts": lambda count: ".".join(["a"] * count),
    "parentheses": lambda count: "(" * count,
    "an unclosed composite": lambda count: f"static:({'A' * count}",
    "a composite of a word": lambda count: f"static:({'A' * count})",
    "addresses": lambda count: f"static:({','.join(f'tcp://h{number}:61616' for number in range(count))})",
    "one address": lambda count: f"static:({','.join(['tcp://h:61616'] * count)})",
    "nested composites": lambda count: "static:(failover:(" * count,
    "options": lambda count: f"static:(tcp://h:61616?{'&amp;'.join(f'x{number}=1' for number in range(count))})",
    "users in a URI": lambda count: f"static:(tcp://{'u:' * count}@h:61616)",
    "at signs": lambda count: f"static:(tcp://u:{'@' * count}h:61616)",
    "schemes": lambda count: "tcp://" * count,
    "opened placeholders": lambda count: "${" * count,
    "placeholders": lambda count: "".join(f"${{p{number}:x}}" for number in range(count)),
    "masks": lambda count: "*" * count,
    "digits": lambda count: "9" * count,
    "blanks": lambda count: f"a{' ' * count}b",
}
"""What an attribute or a setting may hold, of about so many characters or parts."""
