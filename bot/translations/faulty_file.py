"""What is raised for a file that holds no translations."""


class FaultyFile(ValueError):
    """A file that can't be read as it is. ``kind`` names the sentence ``translation.file.KIND``, ``what`` its blank."""

    def __init__(self, kind: str, what: str = "") -> None:
        super().__init__(f"{kind}: {what}")
        self.kind, self.what = kind, what
