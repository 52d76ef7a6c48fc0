"""Plain data as the YAML of a pack file, written as a trainer would write it."""

from typing import Any

import yaml

from elearn.core.pack.yaml_tree import plain


class _Dumper(yaml.SafeDumper):
    """Texts keep their lines; nothing is written as an alias."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - PyYAML's signature
        return True


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = None
    if "\n" in text:
        style = "|"
    elif plain(text) != text:
        # Texts that our reader would take for a number, true or nothing.
        style = '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


def yaml_text(data: Any) -> str:
    """The YAML that `core.pack.yaml_tree.read` reads as the same data.

    Args:
        data: Dicts, lists, texts, whole numbers, floats, booleans and None.
    """
    text: str = yaml.dump(
        data,
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        default_flow_style=False,
        width=110,
    )
    return text
