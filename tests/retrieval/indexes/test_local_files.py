"""The embedded engine's files survive killed processes, full disks and damage, or say that they have not."""

import json
import os
import random
import subprocess
import sys
from itertools import groupby
from pathlib import Path

import numpy as np
import pytest

from retrieval.errors import IndexUnavailable
from retrieval.indexes import PassageTerms
from retrieval.indexes.files import write_folder
from retrieval.indexes.local import LocalEngine, LocalIndex
from retrieval.types import Passage, QueryTerm

QUESTION = [QueryTerm(f"word{number}") for number in range(1, 7)]


def synthetic(passages: int, length: int) -> list[PassageTerms]:
    chance = random.Random(1)
    return [
        PassageTerms(
            Passage(f"article{number}", 0, 3, 0, 9),
            tuple(f"word{int(chance.paretovariate(0.6)) % 500}" for _ in range(length)),
        )
        for number in range(passages)
    ]


BUILDER = """
import sys
from itertools import groupby
from pathlib import Path
from retrieval.indexes import PassageTerms
from retrieval.indexes.local import LocalEngine
from retrieval.types import Passage

engine = LocalEngine(Path(sys.argv[1]))
for number in range(100_000):
    passages = [Passage(f"a{at}", 0, 1, 0, 9) for at in range(number % 7 * 100)]
    engine.build(number, [PassageTerms(passage, (f"generation {number}", passage.article_id)) for passage in passages])
    print(number, flush=True)
    if number >= 2:
        engine.drop(number - 2)
"""


def test_a_killed_process_leaves_whole_generations_only(tmp_path: Path) -> None:
    chance = random.Random(2)
    for folder in (tmp_path / str(round_) for round_ in range(3)):
        with subprocess.Popen([sys.executable, "-c", BUILDER, folder], stdout=subprocess.PIPE) as builder:
            assert builder.stdout
            built = [int(builder.stdout.readline()) for _ in range(3)]
            with pytest.raises(subprocess.TimeoutExpired):
                builder.wait(chance.uniform(0, 0.1))
            builder.kill()
            built += map(int, builder.stdout.read().split())
        last = built[-1]

        engine = LocalEngine(folder)
        generations = engine.generations()
        # The last two it told of, perhaps the one before, perhaps one that it had no time to tell of.
        assert {last - 1, last} <= set(generations) <= {last - 2, last - 1, last, last + 1}
        for number in generations:
            with_term = engine.open(number).frequencies([f"generation {number}"])
            assert with_term == [engine.open(number).passage_count] == [number % 7 * 100]
        engine.build(last + 2, [], base=last)
        assert sorted(file.name for file in folder.iterdir()) == [f"{n:06d}" for n in [*generations, last + 2]]


STEPS = """
import os, shutil, signal, sys
from pathlib import Path
from retrieval.indexes import PassageTerms
from retrieval.indexes.local import LocalEngine
from retrieval.types import Passage

def die_at(step):
    def count(event, arguments):
        nonlocal step
        if event in ("open", "os.mkdir", "os.rename", "os.remove", "os.rmdir") and sys.argv[1] in str(arguments[0]):
            step -= 1
            if not step:
                os.kill(os.getpid(), signal.SIGKILL)
    sys.addaudithook(count)

step, status = 1, signal.SIGKILL
while status == signal.SIGKILL:
    folder = Path(sys.argv[1], str(step))
    engine = LocalEngine(folder)
    shutil.copytree(Path(sys.argv[1], "000001"), folder / "000001")
    if not (child := os.fork()):
        die_at(step)
        engine.build(2, [PassageTerms(Passage("b", 0, 1, 0, 9), ("new",))], base=1, kept=["a"])
        engine.drop(1)
        os._exit(0)
    status = os.waitpid(child, 0)[1]
    print(step, *engine.generations(), flush=True)
    for number in engine.generations():
        assert engine.open(number).frequencies(["old", "new"]) == [1, number - 1]
    engine.drop(1)
    engine.drop(2)
    assert not list(folder.iterdir())
    step += 1
sys.exit(status)
"""


def test_a_process_may_die_at_any_step_of_a_build_and_a_drop(tmp_path: Path) -> None:
    LocalEngine(tmp_path).build(1, [PassageTerms(Passage("a", 0, 1, 0, 9), ("old",))])
    child = subprocess.run([sys.executable, "-c", STEPS, tmp_path], capture_output=True, text=True, check=False)
    assert (child.returncode, child.stderr) == (0, "")
    states = [line.split()[1:] for line in child.stdout.splitlines()]
    assert len(states) > 30
    assert [state for state, _ in groupby(states)] == [["1"], ["1", "2"], ["2"]]


def test_what_a_dead_build_left_is_no_generation_and_goes_away(tmp_path: Path) -> None:
    engine = LocalEngine(tmp_path)
    engine.build(1, synthetic(20, 9))
    for name in ("000002.unfinished", "000003.unfinished"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "meta.json").write_bytes((tmp_path / "000001" / "meta.json").read_bytes())
    assert engine.generations() == [1]
    with pytest.raises(IndexUnavailable, match="there is no such generation"):
        engine.open(2)
    engine.drop(2)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["000001", "000003.unfinished"]
    engine.build(4, [])
    assert sorted(file.name for file in tmp_path.iterdir()) == ["000001", "000004"]


def test_other_folders_are_left_alone(tmp_path: Path) -> None:
    for name in ("12", "0000012", "backup", "000012"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "notes.txt").touch()
    engine = LocalEngine(tmp_path)
    engine.build(1, [])
    engine.drop(1)
    assert engine.generations() == []
    assert sorted(file.name for file in tmp_path.iterdir()) == ["0000012", "000012", "12", "backup"]


FILES = sorted(
    f"{name}.npy"
    for name in (
        "articles", "articles.offsets", "terms", "terms.offsets", "passages",
        "postings.offsets", "postings.passages", "postings.frequencies", "postings.contributions",
    )
)  # fmt: skip


@pytest.fixture
def generation(tmp_path: Path) -> Path:
    """The folder of a whole generation, number 1 of the engine in `tmp_path`."""
    LocalEngine(tmp_path).build(1, synthetic(30, 20))
    folder = tmp_path / "000001"
    assert sorted(file.name for file in folder.iterdir()) == sorted([*FILES, "meta.json"])
    return folder


@pytest.mark.parametrize("name", [*FILES, "meta.json"])
def test_a_file_that_is_missing_cut_short_or_too_long_is_named(generation: Path, name: str) -> None:
    engine, file = LocalEngine(generation.parent), generation / name
    whole = file.read_bytes()
    for size in (0, 1, len(whole) // 2, len(whole) - 1):
        file.write_bytes(whole[:size])
        with pytest.raises(IndexUnavailable, match=f"000001: {name}"):
            engine.open(1)
    file.write_bytes(whole + b"0")
    with pytest.raises(IndexUnavailable, match=f"000001: {name}"):
        engine.open(1)
    file.unlink()
    with pytest.raises(IndexUnavailable, match=f"000001.{name}: No such file"):
        engine.open(1)
    with pytest.raises(IndexUnavailable):
        engine.build(2, [], base=1, kept=["article"])
    assert set(engine.generations()) <= {1}


def test_no_changed_byte_ever_changes_a_result(generation: Path) -> None:
    chance = random.Random(3)
    engine = LocalEngine(generation.parent)
    expected, refused = engine.open(1).search(QUESTION, 100), 0
    for file in sorted(generation.iterdir()):
        whole = file.read_bytes()
        for at in chance.sample(range(len(whole)), 60):
            changed = bytearray(whole)
            changed[at] ^= chance.randrange(1, 256)
            file.write_bytes(changed)
            try:
                found = engine.open(1).search(QUESTION, 100)
            except IndexUnavailable:
                refused += 1
            else:
                # Only what nothing reads: the headers for other readers.
                assert file.suffix == ".npy"
                assert at < 128
                assert found == expected
        file.write_bytes(whole)
    assert refused > 200
    assert engine.open(1).search(QUESTION, 100) == expected


@pytest.mark.parametrize("meta", [b"[]", b"null", b"{}", b"\xff", b'{"checksum": 0}', b'{"format": 1}'])
def test_another_meta_file_is_refused(generation: Path, meta: bytes) -> None:
    (generation / "meta.json").write_bytes(meta)
    with pytest.raises(IndexUnavailable, match=r"meta\.json"):
        LocalEngine(generation.parent).open(1)


def test_an_index_of_another_format_asks_to_be_rebuilt(tmp_path: Path) -> None:
    write_folder(tmp_path / "000001", {}, {"format": 99})
    with pytest.raises(IndexUnavailable, match="format 99, this version reads format 1; build the index anew"):
        LocalEngine(tmp_path).open(1)


def test_the_arrays_can_be_read_without_this_project(generation: Path) -> None:
    index = LocalIndex(generation)
    postings = np.load(generation / "postings.passages.npy", allow_pickle=False)
    offsets = np.load(generation / "postings.offsets.npy", allow_pickle=False)
    assert np.diff(offsets).tolist() == index.frequencies(list(index.terms()))
    assert len(postings) == offsets[-1]
    meta = json.loads((generation / "meta.json").read_text())
    assert (meta["passages"], meta["terms"]) == (30, len(list(index.terms())))


def test_a_dropped_generation_goes_on_answering_who_has_it_open(tmp_path: Path) -> None:
    engine = LocalEngine(tmp_path)
    engine.build(1, synthetic(3000, 40))
    index, untouched = engine.open(1), engine.open(1)
    expected = index.search(QUESTION, 50)
    engine.drop(1)
    assert list(tmp_path.iterdir()) == []
    assert index.search(QUESTION, 50) == expected
    assert untouched.search(QUESTION, 50) == expected
    engine.build(1, [])
    assert index.search(QUESTION, 50) == expected


def test_a_folder_that_cannot_be_written_is_named_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    engine = LocalEngine(tmp_path / "file" / "index")
    with pytest.raises(IndexUnavailable, match=r"file/index/000001: Not a directory"):
        engine.build(1, [])


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_rights_is_named_with_the_reason(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(IndexUnavailable, match=r"000001: Permission denied"):
        LocalEngine(tmp_path).build(1, [])
    assert list(tmp_path.iterdir()) == []


FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from retrieval.errors import IndexUnavailable
from retrieval.indexes import PassageTerms
from retrieval.indexes.local import LocalEngine
from retrieval.types import Passage

engine = LocalEngine(Path(sys.argv[1]))
added = [PassageTerms(Passage("b", n, n + 1, 0, 9), (str(n), "w")) for n in range(2000)]
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
for limit in (0, 100, 4_000, 30_000):
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
    try:
        engine.build(2, added, base=1, kept=["a"])
    except IndexUnavailable as error:
        sys.stderr.write(f"{error} {[file.name for file in Path(sys.argv[1]).iterdir()]}\\n")
"""


def test_a_build_that_finds_no_room_leaves_nothing(tmp_path: Path) -> None:
    LocalEngine(tmp_path).build(1, [PassageTerms(Passage("a", 0, 1, 0, 9), ("w",))])
    child = subprocess.run([sys.executable, "-c", FULL_DISK, tmp_path], stderr=subprocess.PIPE, text=True, check=True)
    refusal = f"{tmp_path}/000002: File too large ['000001']"
    assert child.stderr.splitlines() == [refusal] * 4
    assert LocalEngine(tmp_path).open(1).frequencies(["w"]) == [1]
