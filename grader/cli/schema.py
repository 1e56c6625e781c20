"""`grade schema`: the JSON Schemas of the files that instructors write."""

import click


@click.command("schema")
@click.argument("file", type=click.Choice(["assignment", "course"]), default="assignment")
def command(file: str) -> None:
    """Print the JSON Schema of assignment files, or of a course's file; editors complete and check them with it."""
    import json

    from grader.policy.model import CourseFile
    from grader.spec.model import Assignment
    from grader.spec.schema import json_schema

    schema = json_schema(Assignment if file == "assignment" else CourseFile)
    click.echo(json.dumps(schema, indent=2, ensure_ascii=False))
