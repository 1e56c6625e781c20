"""`grade schema`: the JSON Schema of assignment files."""

import click


@click.command("schema")
def command() -> None:
    """Print the JSON Schema of assignment files; editors complete and check them with it."""
    import json

    from grader.spec.schema import json_schema

    click.echo(json.dumps(json_schema(), indent=2, ensure_ascii=False))
