"""Build hook: compiles the catalogues of the interface, so that the wheel carries them ready."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileTranslations(BuildHookInterface):
    """Writes a `.mo` beside each `.po`."""

    def initialize(self, version: str, build_data: dict[str, list[str]]) -> None:  # noqa: ARG002
        """Called by hatchling before it collects the files."""
        for source in sorted(Path(self.root, "elearn", "web", "translations").rglob("*.po")):
            target = source.with_suffix(".mo")
            with source.open("rb") as po, target.open("wb") as mo:
                write_mo(mo, read_po(po))
            build_data["artifacts"].append(target.relative_to(self.root).as_posix())
