"""A page of very many files says what sets them apart instead of all again."""

from __future__ import annotations

from macros.excerpts import Showing

TEXT = "".join(f"line {number} of a file that is rather long\n" for number in range(100))


def test_files_are_shown_whole_while_there_is_room() -> None:
    showing = Showing(room=3 * len(TEXT))
    assert [showing.nearest(f"brokers/{name}/activemq.xml", TEXT) for name in "abc"] == [None, None, None]
    assert showing.nearest("brokers/d/activemq.xml", TEXT) == ("brokers/a/activemq.xml", "")


def test_then_what_differs_from_the_one_most_like_it() -> None:
    showing = Showing(room=2 * len(TEXT))
    showing.nearest("hub/activemq.xml", TEXT.replace("rather", "very"))
    showing.nearest("leaf-1/activemq.xml", TEXT)
    near = showing.nearest("leaf-2/activemq.xml", TEXT.replace("line 50 ", "line fifty "))
    assert near is not None
    assert near[0] == "leaf-1/activemq.xml"
    assert near[1].splitlines() == [
        "-line 50 of a file that is rather long",
        "+line fifty of a file that is rather long",
    ]


def test_files_of_other_names_are_not_compared() -> None:
    showing = Showing(room=0)
    assert showing.nearest("a/server.cfg", TEXT) is None
    assert showing.nearest("a/client.cfg", TEXT) is None


def test_a_small_file_is_shown_whole_in_any_case() -> None:
    showing = Showing(room=0)
    assert [showing.nearest(f"{name}/env", "HEAP=256\n") for name in "ab"] == [None, None]
