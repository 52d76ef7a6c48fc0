"""The `elearn` command. Each noun lives in a module of its own, imported when it is used."""

import sys

import click

from elearn import __version__
from elearn.cli.lazy import LazyGroup

COMMANDS: dict[str, tuple[str, str]] = {
    "compliance": (
        "elearn.cli.compliance:compliance",
        "Make anew how people stand with what is asked of them.",
    ),
    "demo": ("elearn.cli.demo:demo", "Try everything out, on this machine."),
    "doctor": ("elearn.cli.doctor:doctor", "Say what is wrong here and how to mend it."),
    "indicators": (
        "elearn.cli.indicators:indicators",
        "Say what a programme has reached, freeze it, share it.",
    ),
    "init": ("elearn.cli.init:init", "Make or update an installation."),
    "keys": ("elearn.cli.keys:keys", "Make, list and revoke the keys that sign records."),
    "pack": ("elearn.cli.pack:pack", "Write, check and build course packs."),
    "law": ("elearn.cli.law:law", "Find what a change of law touches, and work it off."),
    "people": ("elearn.cli.people:people", "Import the roster of an institution."),
    "quiz": ("elearn.cli.quiz:quiz", "Look at how quizzes did, grade again, correct."),
    "record": (
        "elearn.cli.record:record",
        "Audit the log of completion records, publish its head.",
    ),
    "serve": ("elearn.cli.serve:serve", "Serve the site."),
    "translations": ("elearn.cli.translations:translations", "Update the texts of the interface."),
    "user": ("elearn.cli.user:user", "Add people, set passwords, give roles."),
    "worker": ("elearn.cli.worker:worker", "Send mail and do what else happens later."),
}
"""Every command: where it lives, and what it does."""


@click.group(cls=LazyGroup, lazy=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="elearn")
def main() -> None:
    """Training for people who manage borders and migration."""
    for stream in (sys.stdout, sys.stderr):
        # A Windows console of an old code page must not end a command over one letter.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
