"""What `check` says of reviews in campaign files: what is missing before one counts."""

from collections.abc import Iterator

from bot.core.campaign_files.campaign_export import list_entries
from bot.core.campaign_files.campaign_file import CampaignFile
from bot.core.campaign_files.translation_shape import Reading
from bot.core.campaign_files.translation_state import ENGLISH, hash_language, is_ticked, judge_file
from bot.translations.entries import State


def advise(file: CampaignFile) -> Iterator[str]:
    """A line for each language whose review doesn't count, with what to write."""
    entries = list_entries(file)
    for tag, progress in judge_file(file).items():
        known = file.translations.get(tag)
        hashes = {"source": hash_language(entries, ENGLISH)} if tag != ENGLISH else {}
        written = ", ".join(f"{name}: {text}" for name, text in {**hashes, "text": hash_language(entries, tag)}.items())
        if progress.state is State.REVIEWED:
            continue
        if known and known.reviewed:
            yield f"Campaign {file.key}: {_explain(tag, known.reviewed, progress.state, written)}"
        elif tag != ENGLISH and is_ticked(entries, tag):
            yield (
                f'Campaign {file.key}: "reviewed: true" beside the script in {tag} names nobody, so it is a draft. '
                f"Once somebody who speaks it has read it all, write under translations: "
                f"{tag}: {{reviewed: {{by: their name, on: the day, {written}}}}}"
            )


def _explain(tag: str, reading: Reading, state: State, written: str) -> str:
    if not reading.text or (tag != ENGLISH and not reading.source):
        unsaid = f"the review of {tag} doesn't say which words were read, so they are a draft"
        return f"{unsaid}. If it was these, add {written}"
    since = f"since {reading.by} read it on {reading.on}"
    if state is State.OUTDATED:
        return f"{tag} is out of date, because the English has changed {since}"
    return f"{tag} is a draft again, because its words have changed {since}"
