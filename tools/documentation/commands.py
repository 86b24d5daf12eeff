"""The options of each verb of the command line, as a page has them."""

from __future__ import annotations

from collections.abc import Iterator

import click

from energy_model.cli import commands

MARK = "<!-- options of each verb -->"


def with_commands(markdown: str) -> str:
    """Page with a table of arguments and options for each verb in the place of its mark."""
    return markdown.replace(MARK, "\n".join(_lines()))


def _lines() -> Iterator[str]:
    assert isinstance(commands, click.Group)
    context = click.Context(commands, info_name="energy-model")
    for name in commands.list_commands(context):
        verb = commands.commands[name]
        usage = " ".join(verb.collect_usage_pieces(click.Context(verb, info_name=name)))
        yield from (f"## `{name}`", "", f"    energy-model {name} {usage}", "", str(verb.help), "")
        yield from ("| option | meaning |", "|---|---|")
        for option in verb.params:
            if isinstance(option, click.Option) and (record := option.get_help_record(context)):
                yield f"| `{record[0].replace('|', chr(92) + '|')}` | {record[1].replace('|', chr(92) + '|')} |"
        yield ""
