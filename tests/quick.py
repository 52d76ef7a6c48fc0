"""What every app of the tests would do anew, though it comes out the same: done once a process.

Each test has an app of its own, so without this most of the tests' time goes into compiling the
same templates and the same addresses.
"""

from collections.abc import Callable
from types import CodeType
from typing import Any

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule

from elearn.app import Application


class _Compiled(BytecodeCache):
    """Compiled templates, by their file and what stands in it."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self.kept.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self.kept[bucket.key, bucket.checksum] = bucket.code


def _kept_builders(compiled: Callable[..., Any]) -> Callable[..., Any]:
    builders: dict[object, Any] = {}

    def compile_builder(rule: Rule, append_unknown: bool = True) -> Any:
        key = (rule.rule, append_unknown, tuple(rule._trace), repr(rule.defaults))
        if key not in builders:
            builders[key] = compiled(rule, append_unknown)
        return builders[key]

    return compile_builder


def be_quick() -> None:
    """From now on, in this process."""
    Application.jinja_options = {**Application.jinja_options, "bytecode_cache": _Compiled()}
    Rule._compile_builder = _kept_builders(Rule._compile_builder)  # type: ignore[method-assign]
