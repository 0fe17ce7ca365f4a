import errno
import io
import os
import pathlib
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from records import disk, files, stocktaking
from records.files import FileDamaged, FileRefused
from records.models import StoredFile
from tests.records import hostile

AT = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
SECRET = b"% canary 13912345678\n"
CONTENT = hostile.PDF[:9] + SECRET + hostile.PDF[9:]

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def var(settings, tmp_path):
    settings.VAR = tmp_path
    return tmp_path


def store(name="申请材料.pdf", content=CONTENT):
    return files.store(content, name=name, at=AT)


def on_disk(stored):
    return disk.root() / stored.path


def test_a_file_comes_back_as_it_went_in():
    stored = StoredFile.objects.get(pk=store().pk)
    assert files.read(stored) == CONTENT
    assert (stored.original_name, stored.media_type) == ("申请材料.pdf", "application/pdf")
    assert stored.size == len(CONTENT)


def test_the_disk_shows_neither_content_nor_name(var):
    store()
    everything = [path for path in var.rglob("*") if path.is_file()]
    assert len(everything) == 1
    assert SECRET.strip() not in everything[0].read_bytes()
    assert "申请" not in str(everything[0])
    assert everything[0].suffix == ""


def test_an_upload_waits_in_quarantine_until_it_was_examined():
    stored = store()
    with pytest.raises(FileRefused, match="正在检查"):
        files.download(stored)
    assert files.examine_waiting(at=AT + timedelta(minutes=1)) == 1
    stored.refresh_from_db()
    assert files.download(stored) == CONTENT
    assert files.examine_waiting(at=AT + timedelta(minutes=2)) == 0


def finds_everything_bad(content, stored):
    return False


def test_what_the_examiner_does_not_pass_stays_in_quarantine(settings):
    settings.UPLOAD_EXAMINER = f"{__name__}.finds_everything_bad"
    stored = store()
    assert files.examine_waiting(at=AT) == 0
    stored.refresh_from_db()
    assert stored.is_quarantined


def test_a_document_of_ours_needs_no_quarantine_and_must_be_a_pdf():
    stored = files.store_document(CONTENT, name="答复书.pdf", at=AT)
    assert files.download(stored) == CONTENT
    for half in (b"", CONTENT[:-8], b"<html>"):
        with pytest.raises(ValueError, match="whole PDF"):
            files.store_document(half, name="答复书.pdf", at=AT)


def test_one_altered_byte_on_disk_is_found_at_reading():
    stored = store()
    raw = bytearray(on_disk(stored).read_bytes())
    raw[-1] ^= 1
    on_disk(stored).write_bytes(raw)
    with pytest.raises(FileDamaged):
        files.read(stored)


def test_two_files_swapped_on_disk_are_found_at_reading():
    first, second = store(), store(content=CONTENT + b"\n")
    here, there = on_disk(first).read_bytes(), on_disk(second).read_bytes()
    on_disk(first).write_bytes(there)
    on_disk(second).write_bytes(here)
    for stored in (first, second):
        with pytest.raises(FileDamaged):
            files.read(stored)


def test_a_hash_altered_in_the_database_is_found_at_reading():
    stored = store()
    StoredFile.objects.update(sha256="0" * 64)
    stored.refresh_from_db()
    with pytest.raises(FileDamaged, match="hash"):
        files.read(stored)


@pytest.mark.parametrize("raw", [b"", b"GKF1", b"GKF1\x02k1", b"%PDF-1.4 plain text"])
def test_a_file_that_was_never_sealed_is_not_read(raw):
    stored = store()
    on_disk(stored).write_bytes(raw)
    with pytest.raises(FileDamaged):
        files.read(stored)


class Endless(io.RawIOBase):
    """Ten thousand million bytes, and a note of how many were asked for."""

    asked = 0

    def seek(self, *_place):
        return 0

    def read(self, size=-1):
        self.asked += size
        return b"0" * size


def test_an_endless_upload_is_stopped_at_the_limit(settings, var):
    stream = Endless()
    with pytest.raises(FileRefused, match="20 MB"):
        files.store(stream, name="a.pdf", at=AT)
    assert stream.asked <= settings.UPLOAD_MAX_BYTES + files.PIECE
    assert list(var.rglob("*")) == []


def test_exactly_the_limit_is_taken_and_one_byte_more_is_not(settings):
    settings.UPLOAD_MAX_BYTES = len(CONTENT)
    store()
    with pytest.raises(FileRefused):
        store(content=CONTENT + b"\n")


def test_a_refused_file_leaves_nothing(var):
    with pytest.raises(FileRefused):
        store(name="a.exe")
    assert list(var.rglob("*")) == []
    assert StoredFile.objects.count() == 0


@given(st.text(min_size=1, max_size=60))
def test_no_name_ever_decides_where_a_file_lands(name):
    before = disk.names()
    try:
        stored = store(name=name + ".pdf")
    except FileRefused:
        assert disk.names() == before
    else:
        assert disk.names() - before == {stored.path}
        assert len(stored.path) == 35


class FullDisk:
    """Stand in the way of the operating system: the nth operation finds the disk full."""

    def __init__(self, monkeypatch, fails_at):
        self.done, self.fails_at = 0, fails_at
        for owner, name in [(os, "fsync"), (pathlib.Path, "mkdir"), (pathlib.Path, "replace")]:
            monkeypatch.setattr(owner, name, self.counting(getattr(owner, name)))
        monkeypatch.setattr(pathlib.Path, "open", self.opening(pathlib.Path.open))

    def step(self):
        self.done += 1
        if self.done == self.fails_at:
            raise OSError(errno.ENOSPC, "No space left on device")

    def counting(self, real):
        def run(*args, **kwargs):
            self.step()
            return real(*args, **kwargs)

        return run

    def opening(self, real):
        def run(path, mode="r", *args, **kwargs):
            if "w" in mode:
                self.step()
            file = real(path, mode, *args, **kwargs)
            return _Writing(file, self.step) if "w" in mode else file

        return run


class _Writing:
    def __init__(self, file, step):
        self.file, self.step = file, step

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        self.file.close()

    def __getattr__(self, name):
        return getattr(self.file, name)

    def write(self, data):
        self.file.write(data[: len(data) // 2])
        self.step()
        return self.file.write(data[len(data) // 2 :])


def test_a_disk_that_fills_up_at_any_step_leaves_neither_file_nor_row(monkeypatch, var):
    """Fail the first step, then the second, … until one filing goes through."""
    refusals = []
    for fails_at in range(1, 30):
        with monkeypatch.context() as patch:
            FullDisk(patch, fails_at)
            try:
                stored = store()
                break
            except FileRefused as refusal:
                refusals.append(str(refusal))
        assert disk.names() == set()
        assert StoredFile.objects.count() == 0
    assert len(refusals) >= 5
    assert all("暂时无法保存" in refusal for refusal in refusals)
    assert files.read(stored) == CONTENT


# Files and rows


def test_a_row_that_cannot_be_written_takes_its_file_with_it(var):
    with pytest.raises(IntegrityError), transaction.atomic():
        files.store(CONTENT, name="a.pdf", kind="unknown", at=AT)
    assert disk.names() == set()


@pytest.mark.parametrize("wrong", [{"kind": "x"}, {"cleared_at": AT, "quarantined_at": None}])
def test_the_database_keeps_its_own_rules(wrong):
    stored = store()
    with pytest.raises(IntegrityError), transaction.atomic():
        StoredFile.objects.filter(pk=stored.pk).update(**wrong)


def test_stock_agrees_when_all_is_well(capsys):
    store()
    call_command("check_files")
    assert "1 files, all there and whole" in capsys.readouterr().out


def test_lost_damaged_and_leftover_are_each_named():
    lost, damaged, sound = store(), store(), store()
    on_disk(lost).unlink()
    on_disk(damaged).write_bytes(b"GKF1")
    stray = disk.new_path()
    disk.write(stray, b"x", row_key="none")
    stock = stocktaking.take_stock()
    assert (stock.lost, stock.damaged, stock.leftover) == ((lost.pk,), (damaged.pk,), (stray,))
    assert files.read(sound) == CONTENT
    with pytest.raises(CommandError, match="do not agree"):
        call_command("check_files")


@pytest.mark.django_db(transaction=True)
def test_a_file_whose_transaction_did_not_happen_is_swept_up_later_but_not_at_once(capsys):
    @transaction.atomic
    def act():
        store()
        raise KeyError

    with pytest.raises(KeyError):
        act()
    assert len(disk.names()) == 1
    with pytest.raises(CommandError):
        call_command("check_files", "--remove-leftovers")
    assert len(disk.names()) == 1
    call_command("check_files", "--remove-leftovers", "--hours=-1")
    assert disk.names() == set()


@pytest.mark.django_db(transaction=True)
def test_destroying_takes_the_bytes_only_once_the_row_is_gone():
    stored = store()

    @transaction.atomic
    def act():
        files.destroy(stored)
        assert disk.names() == {stored.path}

    act()
    assert (disk.names(), StoredFile.objects.count()) == (set(), 0)


class Unlucky(Exception):
    """What happens after a file was stored."""


def test_what_fails_after_storing_leaves_neither_row_nor_bytes():
    """The control: an ordinary transaction takes the row back and leaves the bytes."""
    for surrounding, left in ((files.all_or_nothing, 0), (transaction.atomic, 1)):
        fails(surrounding)
        assert (len(disk.names()), StoredFile.objects.count()) == (left, 0)


def fails(surrounding, act=store):
    with pytest.raises(Unlucky), surrounding():
        fail_after(act)


def fail_after(act):
    act()
    raise Unlucky


def test_one_inside_another_goes_with_it_and_alone():
    with files.all_or_nothing():
        kept = store()
        fails(files.all_or_nothing)
    assert disk.names() == {kept.path}
    fails(files.all_or_nothing, files.all_or_nothing()(store))
    assert disk.names() == {kept.path}
    store()  # outside of any: nobody takes it back
    assert len(disk.names()) == 2


def test_a_half_written_file_is_a_leftover():
    stored = store()
    on_disk(stored).with_name("half.part").write_bytes(b"GKF1")
    assert len(stocktaking.take_stock().leftover) == 1
