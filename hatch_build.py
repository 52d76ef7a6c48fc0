"""Build hook: compiles the catalogues of the interface, so that the wheel carries them ready."""

import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileTranslations(BuildHookInterface):
    """Writes a `.mo` beside each `.po`, and one for Serbian in Latin letters."""

    def initialize(self, version: str, build_data: dict[str, list[str]]) -> None:  # noqa: ARG002
        """Called by hatchling before it collects the files."""
        folder = Path(self.root, "elearn", "web", "translations")
        for source in sorted(folder.rglob("*.po")):
            self._write(_catalogue(source), source.with_suffix(".mo"), build_data)
        sys.path.insert(0, self.root)
        from elearn.core.script import template_to_latin

        latin = _catalogue(folder / "sr" / "LC_MESSAGES" / "messages.po")
        for message in latin:
            if isinstance(message.string, tuple | list):
                message.string = tuple(template_to_latin(text) for text in message.string)
            elif message.id:
                message.string = template_to_latin(message.string or "")
        self._write(latin, folder / "sr_Latn" / "LC_MESSAGES" / "messages.mo", build_data)

    def _write(self, made: Catalog, target: Path, build_data: dict[str, list[str]]) -> None:
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as file:
            write_mo(file, made)
        build_data["artifacts"].append(target.relative_to(self.root).as_posix())


def _catalogue(source: Path) -> Catalog:
    with source.open("rb") as file:
        return read_po(file)
