"""`elearn pack import` and `elearn pack export` as somebody types them."""

import base64
import shutil
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from elearn.cli.main import main
from elearn.services.packs_check import check_path
from elearn.store import pack_cache

PACKS = Path(__file__).resolve().parents[1] / "packs"
GIFT = "::Stamp:: Who stamps? {=The officer ~The traveller}\n\n::Talk:: Discuss.\n"
PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(20)).decode()
XML = (
    '<quiz><question type="truefalse"><name><text>Seal</text></name><questiontext format="html">'
    '<text>&lt;p&gt;A seal:&lt;/p&gt;&lt;img src="@@PLUGINFILE@@/seal.png" alt="A seal"&gt;</text>'
    f'<file name="seal.png" encoding="base64">{PNG}</file></questiontext>'
    '<answer fraction="100"><text>true</text></answer></question></quiz>'
)


@pytest.fixture(autouse=True)
def own_cache(tmp_path, monkeypatch):
    monkeypatch.setattr(pack_cache, "_user_folder", lambda: tmp_path / "cache")


@pytest.fixture
def pack(tmp_path):
    return Path(shutil.copytree(PACKS / "good" / "small", tmp_path / "small"))


@pytest.fixture
def source(tmp_path):
    def write(text, name="night-shift.gift"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def run(*args):
    return CliRunner().invoke(main, ["pack", *map(str, args)])


def tree(folder):
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_an_import_says_what_it_read_and_writes_a_pack_that_checks_clean(pack, source):
    result = run("import", source(GIFT), "--into", pack)
    assert result.exit_code == 0, result.output
    assert "read      line 1: Stamp" in result.output
    assert "left-out  line 3: Talk - It has no braces" in result.output
    assert (pack / "01-one" / "04-night-shift.quiz.yaml").is_file()
    assert run("check", pack).exit_code == 0


def test_a_dry_run_writes_nothing(pack, source):
    before = tree(pack)
    result = run("import", source(GIFT), "--into", pack, "--dry-run")
    assert result.exit_code == 0
    assert "Nothing was written" in result.output
    assert tree(pack) == before


def test_pictures_get_an_entry_to_fill_in(pack, source):
    result = run("import", source(XML, "x.xml"), "--into", pack, "--as", "seals")
    assert result.exit_code == 0, result.output
    assert (pack / "media" / "seal.png").is_file()
    assert "to be filled in" in (pack / "media" / "media.yaml").read_text("utf-8")
    assert run("check", pack).output.endswith("0 errors, 0 warnings\n")
    again = run("import", source(XML, "x.xml"), "--into", pack, "--as", "more-seals")
    assert "media/seal-2.png" in again.output
    assert run("check", pack).exit_code == 0


def test_a_question_that_the_check_refuses_is_left_out_with_the_reason(pack, source):
    cites = "::[markdown]Law?:: [markdown]See [@nowhere\\:1]. {T}\n\n"
    result = run("import", source(cites + GIFT), "--into", pack)
    assert result.exit_code == 0, result.output
    assert "The check finds:" in result.output
    assert run("check", pack).exit_code == 0


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (["--as", "Not An Id"], 2),
        (["--as", "check"], 2),
        (["--into", "nowhere"], 2),
    ],
)
def test_unusable_arguments_end_with_2(pack, source, args, code):
    result = run("import", source(GIFT), "--into", pack, *args)
    assert result.exit_code == code
    assert "Traceback" not in result.output


def test_a_file_without_questions_ends_with_1_and_writes_nothing(pack, source):
    before = tree(pack)
    result = run("import", source("Just words."), "--into", pack)
    assert result.exit_code == 1
    assert tree(pack) == before


def test_an_export_comes_back_as_it_left(pack, source, tmp_path):
    target = tmp_path / "out.xml"
    result = run("export", pack, "check", "--format", "moodle-xml", "-o", target)
    assert result.exit_code == 0, result.output
    assert "outcomes" in result.output
    assert run("import", target, "--into", pack, "--as", "again").exit_code == 0
    report = check_path(pack, as_of=date(2026, 11, 23))
    first, second = report.pack.item("check").questions, report.pack.item("again").questions
    assert [x.prompt for x in first] == [x.prompt for x in second]


def test_an_unknown_quiz_is_refused_with_the_known_ones(pack):
    result = run("export", pack, "nothing", "--format", "gift")
    assert result.exit_code == 2
    assert "check" in result.output


def test_a_template_filled_in_is_imported(pack, tmp_path):
    target = tmp_path / "night shift.xlsx"
    assert run("import-template", target).exit_code == 0
    book = openpyxl.load_workbook(target)
    book["Choice"].append(["truefalse", "A refusal is given in writing.", "true"])
    book.save(target)
    result = run("import", target, "--into", pack)
    assert result.exit_code == 0, result.output
    assert "read      Choice, row 2" in result.output
    assert run("check", pack).exit_code == 0


def test_more_questions_than_a_file_holds_are_left_out_with_a_note(pack, source):
    words = "A statement that is as long as statements are, and a little longer than that."
    text = "\n\n".join(f"::S{n}:: {n} {words * 4} {{T}}" for n in range(4000))
    result = run("import", source(text), "--into", pack)
    assert result.exit_code == 0, result.output[-500:]
    assert "as large as a file of a pack may be" in result.output
    assert (pack / "01-one" / "04-night-shift.quiz.yaml").stat().st_size < 1_000_000
    assert run("check", pack).exit_code == 0
