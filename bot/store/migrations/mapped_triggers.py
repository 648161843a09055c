"""The triggers that end what a role or channel said of people's chapters, as migration 0048 creates them.

`core.coalition.coalition` notes on each person which chapter a mapping led them to, but not which mapping. So once any
mapping to a chapter ends, nobody counts for that chapter because of one until they write something there again. That
holds for every statement of any version: removing or changing a mapping, unlinking a space, and archiving or moving a
chapter.
"""

_END = "UPDATE people SET mapped_chapter_id = NULL WHERE mapped_chapter_id {chapters};"
_OF_SPACE = "IN (SELECT chapter_id FROM chapter_maps WHERE space_key = OLD.key)"
_HIDDEN = "(NEW.archived_at IS NOT NULL OR OLD.org_id <> NEW.org_id)"
# The trigger, its event and table, whose chapters end, and a condition for both dialects.
_EVENTS = (
    ("mapped_unmapped", "AFTER DELETE ON chapter_maps", "= OLD.chapter_id", ""),
    ("mapped_remapped", "AFTER UPDATE ON chapter_maps", "= OLD.chapter_id", "OLD.chapter_id <> NEW.chapter_id"),
    ("mapped_hidden", "AFTER UPDATE ON chapters", "= OLD.id", _HIDDEN),
    ("mapped_unlinked", "AFTER UPDATE ON spaces", _OF_SPACE, "coalesce(OLD.org_id, '') <> coalesce(NEW.org_id, '')"),
)

SQLITE_MAPPED_TRIGGERS = tuple(
    f"CREATE TRIGGER {name} {event} {f'WHEN {condition} ' * bool(condition)}BEGIN {_END.format(chapters=chapters)} END"
    for name, event, chapters, condition in _EVENTS
)
POSTGRES_MAPPED_FUNCTIONS = tuple(
    f"CREATE OR REPLACE FUNCTION end_{name}() RETURNS trigger LANGUAGE plpgsql AS $$ "
    f"BEGIN {_END.format(chapters=chapters)} RETURN NULL; END $$"
    for name, _, chapters, _ in _EVENTS
)
POSTGRES_MAPPED_TRIGGERS = tuple(
    f"CREATE TRIGGER {name} {event} FOR EACH ROW {f'WHEN ({condition}) ' * bool(condition)}"
    f"EXECUTE FUNCTION end_{name}()"
    for name, event, _, condition in _EVENTS
)
