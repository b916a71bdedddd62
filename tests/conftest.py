"""What the tests share: the sample workspace in a folder of its own, and the command line in this process."""

import os
import shutil
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from composer.checks.engine.phrases import PhraseReader
from composer.cli.boundary import run as run_command_line
from composer.drafts.draft import Draft
from composer.records.book import Records, parse_book
from composer.records.kept import Kept
from composer.records.library import Library, TemplateFile
from composer.records.need_index import NeedIndex
from composer.records.practice import parse_practice
from composer.records.roles import NeedForms
from composer.shipped import sample_folder
from composer.templating import merge_workers
from composer.templating.job import Source
from composer.templating.merge import Merger
from composer.workers import Pool
from composer.workspace.checking import check_drafts
from composer.workspace.drafting import write_drafts
from composer.workspace.snapshot import Snapshot
from tests.shipped import FILES

# A busy machine is no fault of the code's. Where every change is judged, the same examples judge each of them.
settings.register_profile("house", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("house")
TODAY = date(2026, 11, 24)
DAY = ("--today", TODAY.isoformat())
CALLED = {
    "ana-valdez-roca.thank-you": "2026-11-24 Dr Ana Valdez-Roca – thank-you",
    "abena-osei.introduction": "2026-11-24 Dr Abena Osei – introduction",
    "grace-wang.introduction": "2026-11-24 Ms Grace Wang – introduction",
    "jonah-brandt.introduction": "2026-11-24 Jonah Brandt – introduction",
}
"""What files in the outbox are called that are handed over on that day, by their drafts."""


def called(folder: Path) -> dict[str, str]:
    """What the messages in an outbox are called, by their drafts, as is written down beside them."""
    lines = (folder / "outbox/.outreach-names").read_text().splitlines()[1:]
    return dict(line.split("\t") for line in lines)


SAMPLE_FILES = ("contacts.yaml", "practice.yaml", "history.yaml")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--slow", action="store_true", help="run the heavier tests, too")


LONGEST = ("test_instructions", "test_outbox", "test_life", "test_crashes", "test_saving_crashes", "test_choosing", "test_left_alone", "test_wheel", "test_streams",
           "test_workers", "test_shards", "test_size", "test_states", "test_bad_files")  # fmt: skip
"""The files that take longest, a quarter of a minute or so: they begin first, so that none of them is alone at the end."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: LONGEST.index(item.path.stem) if item.path.stem in LONGEST else len(LONGEST))
    if not config.getoption("--slow"):
        for item in items:
            if "slow" in item.keywords:
                item.add_marker(pytest.mark.skip(reason="heavier run; --slow includes it"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Prints what `test_instructions` counted, wherever it ran."""
    reports = [one for kind in ("passed", "failed") for one in terminalreporter.stats.get(kind, ())]
    for line in (text for one in reports for name, text in one.user_properties if name == "instructions"):
        terminalreporter.write_line(f"Instructions, {line}")


@pytest.fixture(scope="session", autouse=True)
def _cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What is kept of a file is kept here, and no test finds what another run left, or touches a user's settings."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OUTREACH_SETTINGS", "off")
        patch.setenv("OUTREACH_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


fsync = os.fsync
"""What waits until a file is on the disk."""


@pytest.fixture(scope="session", autouse=True)
def _no_wait_for_the_disk() -> Iterator[None]:
    """Whether a file is on the disk shows only after the power has failed: tests ask for it, and nobody waits.

    Tests of the files themselves wait, as do all processes of their own.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", os.fstat)
        yield


@pytest.fixture(scope="session", autouse=True)
def _library_read_once() -> Iterator[None]:
    """Reading the same templates gives the same library: once a process, and not 0.1 s before each of thousands of tests.

    So it is with what a practice says of itself, which is a frozen value.

    Each reading gives one of its own, which has worked out nothing yet. What tests of the reader itself call is the
    reader itself.
    """
    known: dict[tuple[TemplateFile, ...], Library] = {}
    real = Kept.library

    def read(kept: Kept, files: Mapping[str, TemplateFile]) -> Library:
        key = tuple(file for file in files.values() if file.name.endswith(".yaml"))
        if key not in known:
            known[key] = real(kept, files)
        return replace(known[key], files=files)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Kept, "library", read)
        patch.setattr("composer.records.own_words.parse_practice", lru_cache(parse_practice))
        yield


class _Once:
    """What was worked out for some parts, for whatever has the same ones.

    Parts are told apart by which objects they are, because taking them apart is slow; a practice's own by their words.
    """

    def __init__(self, work_out: Callable[..., Any]) -> None:
        self._work_out = work_out
        self._known: dict[Hashable, tuple[Any, Any]] = {}

    def __call__(self, parts: tuple[Any, ...], *arguments: Any) -> Any:
        key = tuple(part if isinstance(part, NeedForms) and part.own else id(part) for part in parts)
        if key not in self._known:
            # The parts live as long as this, or others could come to have their ids.
            self._known[key] = parts, self._work_out(*arguments)
        return self._known[key][1]


def _work_out_once(patch: pytest.MonkeyPatch, owner: type, name: str, parts: Callable[[Any], tuple[Any, ...]]) -> None:
    """Works a property out once for all that have the same parts, and for workers that are forks of this process."""
    once = _Once(vars(owner)[name].func)
    shared = cached_property(lambda self: once(parts(self), self))
    shared.__set_name__(owner, name)
    patch.setattr(owner, name, shared)


@pytest.fixture(scope="session", autouse=True)
def _words_compiled_once() -> Iterator[None]:
    """The patterns of the same wordings are the same: once a process, and not 0.2 s before each first check.

    So is what a text speaks of, for all that know the same needs.
    """

    def of_needs(index: NeedIndex) -> tuple[Any, ...]:
        return index._words, *index._needs

    find, found = NeedIndex._find, _Once(dict)

    def find_once(index: NeedIndex, text: str, *, plain: bool) -> Any:
        if "found_once" not in vars(index):
            vars(index)["found_once"] = found(of_needs(index))
        known = vars(index)["found_once"]
        if (text, plain) not in known:
            known[text, plain] = find(index, text, plain=plain)
        return known[text, plain]

    with pytest.MonkeyPatch.context() as patch:
        _work_out_once(patch, PhraseReader, "read", lambda reader: (reader._wording,))
        _work_out_once(patch, Library, "_namer", lambda library: (library.roles, library.role_words))
        for name in ("_by_beginning", "_long_words", "_stems", "_evidence"):
            _work_out_once(patch, NeedIndex, name, of_needs)
        patch.setattr(NeedIndex, "_find", find_once)
        yield


@pytest.fixture(autouse=True)
def _work_done_here(request: pytest.FixtureRequest) -> Iterator[None]:
    """What workers do is done in this process, which has imported and compiled it already: half the time of all tests.

    Tests of the workers and of what they keep out have the mark ``workers``; every process that a test starts has them.
    """
    with pytest.MonkeyPatch.context() as patch:
        if request.node.get_closest_marker("workers") is None:
            patch.setattr(Pool, "map", _map_here)
            patch.setattr(merge_workers, "_merger", _merger_once)
        yield


def _map_here(
    pool: Pool[Any, Any], function: Callable[[Any, Any], Any], items: Iterable[Any], **options: Any
) -> Iterator[tuple[Any, Any]]:
    make, *arguments = pool._setup
    held, tell = make(*arguments), options.get("progress") or (lambda _: None)
    for number, item in enumerate(items, 1):
        yield item, function(held, item)
        tell(number)


@lru_cache(8)
def _merger_of(sources: tuple[tuple[str, Source], ...], trace: bool) -> Merger:
    return Merger(dict(sources), trace=trace)


def _merger_once(sources: Mapping[str, Source], trace: bool) -> Merger:
    return _merger_of(tuple(sources.items()), trace)


@dataclass(frozen=True)
class Ran:
    """What one command printed, and how it ended."""

    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """A copy of the sample workspace."""
    folder = tmp_path / "sample"
    folder.mkdir()
    for name in SAMPLE_FILES:
        shutil.copy(sample_folder() / name, folder / name)
    return folder


@pytest.fixture(scope="session")
def drafted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample with its drafts, made once; each test has a copy."""
    folder = tmp_path_factory.mktemp("drafted")
    for name in SAMPLE_FILES:
        shutil.copy(sample_folder() / name, folder / name)
    write_drafts(Snapshot(folder, today=TODAY))
    return folder


@pytest.fixture(scope="session")
def letters(drafted: Path) -> dict[str, Draft]:
    """The sample's drafts by contact, as they were made."""
    found = check_drafts(Snapshot(drafted, today=TODAY))
    return {checked.draft.contact: checked.draft for checked in found if checked.draft}


@pytest.fixture
def with_drafts(sample: Path, drafted: Path) -> Path:
    """The sample workspace with its drafts."""
    return shutil.copytree(drafted, sample, dirs_exist_ok=True)


@pytest.fixture
def workspace(sample: Path) -> Snapshot:
    """The sample workspace, opened on the day it was written for."""
    return Snapshot(sample, today=TODAY)


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Run:
    """Runs `outreach` with these arguments in this process."""

    def runner(*arguments: str | Path) -> Ran:
        capfd.readouterr()
        code = run_command_line([str(argument) for argument in arguments])
        printed = capfd.readouterr()
        return Ran(code, printed.out, printed.err)

    return runner


@pytest.fixture(scope="session")
def templates() -> dict[str, TemplateFile]:
    """The shipped templates."""
    return FILES


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Debian's Chromium, without its windows where that is installed; it can reach nothing but this machine."""
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    if not chromium:
        if os.environ.get("CI"):
            pytest.fail("chromium is missing; packages.txt names it")
        pytest.skip("chromium is not installed")
    rules = "--host-resolver-rules=MAP evil.test 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    with sync_playwright() as driver:
        launched = driver.chromium.launch(
            executable_path=chromium, headless=True, chromium_sandbox=not root, args=["--disable-dev-shm-usage", rules]
        )
        yield launched
        launched.close()


Book = Callable[..., Records]


@pytest.fixture
def book(templates: dict[str, TemplateFile]) -> Book:
    """Makes records from texts, with the shipped templates."""

    def make(contacts: str, practice: str = "name: Maya Chen\n", history: str = "") -> Records:
        return parse_book(contacts=contacts, practice=practice, history=history, templates=templates)

    return make


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Fails where what happens within uses more processor time, that of the processes it has waited for included."""
    before = sum(os.times()[:4])
    yield
    assert sum(os.times()[:4]) - before < seconds


def change(path: Path, old: str, new: str) -> None:
    """Puts other words into a file, in the first place where it has these; whole or not at all, as good editors do."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    beside = path.with_name(f".{path.name}.new")
    beside.write_text(text.replace(old, new, 1), encoding="utf-8")
    shutil.copymode(path, beside)
    beside.replace(path)
