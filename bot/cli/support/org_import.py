"""`callboard import`: shows a file's orgs and chapters, then saves them."""

from collections.abc import Callable, Mapping
from pathlib import Path

from bot.app.app import bootstrap
from bot.config.settings import Config
from bot.core.coalition.org_file import Plan, load_orgs


async def import_orgs(config: Config, environ: Mapping[str, str], path: Path, agree: Callable[[str], bool]) -> str:
    """Add what ``path`` lists if ``agree`` accepts the preview. Gives a sentence on the result.

    Raises ConfigError with every problem of the file, before the database is opened.
    """
    rows = load_orgs(path)
    app = await bootstrap(config, environ)
    try:
        files = app.core.coalition.org_files
        plan = await files.preview(rows)
        if not (plan.orgs or plan.chapters):
            return "All of it is there already. Nothing was changed."
        if not agree(describe_plan(plan)):
            return "Nothing was changed."
        await files.apply(rows)
        return "Saved."
    finally:
        await app.close()


def describe_plan(plan: Plan) -> str:
    """The preview: a line for each org and chapter."""
    orgs = [f"  + {org}" for org in plan.orgs]
    chapters = [f"  + {org}: {chapter}" for org, chapter in plan.chapters]
    return "\n".join(("This adds:", *orgs, *chapters))
