"""The one kind of error that is told to a reader as it is, without a traceback."""


class ReaderError(Exception):
    """Something that the reader asked for or wrote cannot be done; the text says what is wrong and how to fix it."""
