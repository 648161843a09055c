"""The deployment's key: made once, readable only by its owner, and required to read a stolen database."""

from base64 import urlsafe_b64encode
from collections.abc import Sequence
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.core.base.keys.key_file import FILE, VARIABLE, load_keys
from bot.core.base.keys.key_state import check_key, has_key
from bot.core.base.keys.keys import Keys
from bot.core.calls.call_request import CallRequest
from bot.core.coalition.profiles import ProfileChange
from bot.core.totals.counting import Outcome
from bot.errors import ConfigError, Unreadable
from bot.identity import Caller
from bot.store.engine import Store
from bot.store.statement import Statement
from bot.store.tables import accounts, people
from tests.core.support.old_cipher import encrypt_as_before
from tests.fixtures import Opening
from tests.services import SECRET, campaign, core_on, new_request
from tests.store.unprivileged import nothing_written, readable_folder

WRITTEN = urlsafe_b64encode(SECRET).decode()
_SEALED = Statement(select(accounts.c.address, people.c.profile).select_from(accounts.join(people)))
OTHER = urlsafe_b64encode(bytes(32)).decode()


def problem(environ: dict[str, str], folder: Path | None) -> tuple[str, str]:
    """The place and the sentence of the key's refusal."""
    with pytest.raises(ConfigError) as caught:
        load_keys(environ, folder)
    [found] = caught.value.problems
    return found.file, found.sentence


def test_a_key_is_made_at_the_first_run_for_its_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    first = load_keys({}, folder)
    file = folder / FILE
    assert file.stat().st_mode & 0o777 == 0o600
    assert len(file.read_text()) == 45
    assert load_keys({}, folder).check == first.check
    assert load_keys({}, tmp_path).check != first.check


def _race(to: Connection, line: Barrier, folders: Sequence[Path]) -> None:
    """Load the key of one folder after another, each at the same moment as the other processes."""
    checks = []
    for folder in folders:
        line.wait(30)
        checks.append(load_keys({}, folder).check)
    to.send(checks)


def test_processes_that_start_at_once_make_one_key_and_read_it_whole(tmp_path: Path) -> None:
    folders = [tmp_path / str(number) for number in range(60)]
    spawn = get_context("spawn")
    line, ends = spawn.Barrier(2), [spawn.Pipe(duplex=False) for _ in range(2)]
    racers = [spawn.Process(target=_race, args=(to, line, folders)) for _, to in ends]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join(30)
        assert racer.exitcode == 0
    one, other = (end.recv() for end, _ in ends)
    assert one == other
    assert len(set(one)) == len(folders)
    assert {path.name for folder in folders for path in folder.iterdir()} == {FILE}


def test_the_variable_wins_over_the_file(tmp_path: Path) -> None:
    assert load_keys({VARIABLE: WRITTEN}, tmp_path).check == Keys(SECRET).check
    assert not (tmp_path / FILE).exists()
    assert load_keys({VARIABLE: f" {WRITTEN}\n"}, None).check == Keys(SECRET).check


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o777])
def test_a_key_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    load_keys({}, tmp_path)
    (tmp_path / FILE).chmod(mode)
    assert problem({}, tmp_path) == (
        str(tmp_path / FILE),
        f"Others can read this key. Run: chmod 600 {tmp_path / FILE}",
    )
    (tmp_path / FILE).chmod(0o600)
    load_keys({}, tmp_path)


@pytest.mark.parametrize("written", ["short", WRITTEN[:-4], WRITTEN + WRITTEN, "not base64 at all!", "ключ" * 11])
def test_an_invalid_key_is_refused_and_not_shown(tmp_path: Path, written: str) -> None:
    sentence = "This isn't a key: it should be 44 characters of URL-safe base64."
    assert problem({VARIABLE: written}, tmp_path) == (VARIABLE, sentence)
    (tmp_path / FILE).write_text(written)
    (tmp_path / FILE).chmod(0o600)
    assert problem({}, tmp_path) == (str(tmp_path / FILE), sentence)


def test_postgresql_requires_the_variable(tmp_path: Path) -> None:
    place, sentence = problem({}, None)
    assert place == VARIABLE
    assert sentence.startswith("With PostgreSQL, set it to one key for every process")


def test_an_unwritable_folder_is_named() -> None:
    with readable_folder() as folder:
        with nothing_written(folder):
            place, sentence = problem({}, folder)
        assert place == str(folder / FILE)
        assert sentence.startswith("The key can't be kept or read here")
        load_keys({}, folder)


def test_a_lost_key_is_asked_for_and_not_replaced(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="The key of this database is missing"):
        load_keys({}, tmp_path, has_key=True)
    assert not (tmp_path / FILE).exists()
    assert load_keys({VARIABLE: WRITTEN}, tmp_path, has_key=True).check == Keys(SECRET).check


async def test_a_database_accepts_only_its_first_key(store: Store) -> None:
    assert not await store.read(has_key)
    await check_key(store, Keys(SECRET))
    assert await store.read(has_key)
    with pytest.raises(ConfigError, match="isn't the key that this database is in use with"):
        await check_key(store, Keys(bytes(32)))
    await check_key(store, Keys(SECRET))


def test_each_use_has_its_own_key() -> None:
    keys, other = Keys(SECRET), Keys(bytes(32))
    assert len({SECRET, keys.seal, keys.check, other.seal, other.check}) == 5


def test_a_ciphertext_is_read_only_whole_and_with_its_key() -> None:
    keys, other = Keys(SECRET), Keys(bytes(32))
    sealed = keys.encrypt("José")
    assert keys.decrypt(sealed) == "José"
    assert keys.encrypt("José") != sealed  # equal texts have different ciphertexts
    with pytest.raises(Unreadable):
        other.decrypt(sealed)
    for place in range(len(sealed)):
        touched = sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :]
        with pytest.raises(Unreadable):
            keys.decrypt(touched)


def test_what_old_releases_encrypted_is_still_read() -> None:
    old = encrypt_as_before(SECRET, "José")
    assert Keys(SECRET).decrypt(old) == "José"
    with pytest.raises(Unreadable):
        Keys(bytes(32)).decrypt(old)


async def test_profiles_and_addresses_are_written_with_aes_gcm_alone(store: Store) -> None:
    core = await core_on(store, [campaign()])
    await core.tell("ana", district="CA-11", public_name="Calling Ana")
    await core.log("ben")
    rows = await store.read(lambda tx: tx.all(_SEALED))
    written = [bytes(value) for row in rows for value in (row.address, row.profile) if value is not None]
    assert len(written) == 3
    assert {value[:1] for value in written} == {b"\x01"}


def test_an_index_keeps_its_parts_distinct() -> None:
    keys = Keys(SECRET)
    found = {
        keys.index("account", "slack", "T1:U1"),
        keys.index("account", "slack", "T1:U2"),
        keys.index("account", "slackT1", ":U1"),
        keys.index("request", "slack", "T1:U1"),
        Keys(bytes(32)).index("account", "slack", "T1:U1"),
    }
    assert len(found) == 5
    assert keys.index("account", "slack", "T1:U1") in found


ACCOUNT, SPACE = "T7777777:U123456789ABC", "T7777777"
TOLD = ProfileChange(district="WY-0", name="Guadalupe", public_name="Lupita of Casper", language="es")


async def test_a_stolen_database_names_nobody(sqlite_path: Path, opening: Opening) -> None:
    """Byte by byte, and in the log too. (A call with a district stores it unencrypted, as its own fact.)"""
    store = await opening(f"sqlite:///{sqlite_path}")
    core = await core_on(store, [campaign("vof")])
    await check_key(store, Keys(SECRET))
    someone, request = Caller("slack", ACCOUNT, SPACE), new_request() + "-of-slack"
    receipt = await core.calls.log(someone, CallRequest(Outcome.SPOKE), request, core.clock())
    await core.profiles.change(someone, TOLD)
    await core.undo_service.identify_and_undo(someone, None, request + "-undo", core.clock(), receipt.call_id)
    files = [path for path in sqlite_path.parent.iterdir() if path.name.startswith(sqlite_path.name)]
    assert {path.suffix for path in files} >= {".db", ".db-wal"}
    stolen = b"".join(path.read_bytes() for path in files)
    assert receipt.call_id.encode() in stolen  # proves that these are the right bytes to search
    secrets = [ACCOUNT, SPACE, "U123456789ABC", "WY-0", "Guadalupe", "Lupita", "Casper", request, WRITTEN]
    assert [secret for secret in secrets if secret.encode() in stolen] == []
    assert SECRET not in stolen
    known = await core.profiles.read(someone)
    assert known.profile.public_name == TOLD.public_name
