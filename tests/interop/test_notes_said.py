"""What imports say can be translated: whole sentences with values, never pieces put together."""

import ast
from pathlib import Path

import elearn.interop
from elearn.cli import translations
from elearn.core.said import Said
from elearn.services.imports import read_questions

FOLDER = Path(elearn.interop.__file__).parent
READERS = ("gift", "moodle_xml", "workbook")
MAKERS = {"remark", "LeftOut", "NoWorkbook", "ImportNote"}


def sources():
    for path in (*FOLDER.glob("*.py"), *(p for name in READERS for p in (FOLDER / name).glob("*"))):
        if path.suffix == ".py":
            yield path, ast.parse(path.read_text("utf-8"))


def name_of(call):
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def test_nothing_is_said_in_pieces():
    pieces = [
        f"{path.name}:{node.lineno}"
        for path, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and name_of(node) in MAKERS
        for given in node.args
        if isinstance(given, ast.JoinedStr | ast.BinOp)
    ]
    assert pieces == []


def test_what_is_said_is_in_the_texts_to_translate():
    known = {str(message.id) for message in translations.extract()}
    said = {
        node.args[0].value
        for _path, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and name_of(node) in (MAKERS | {"Said"}) - {"ImportNote"}
        if node.args and isinstance(node.args[0], ast.Constant) and node.args[0].value
    }
    assert len(said) > 100
    assert said <= known


def test_notes_keep_their_sentences_with_their_values():
    files = (
        b"%PDF-1.4",
        b"Which? {~%80%a ~%20%b ~c}",
        b"So?\nA. Yes\nB. No\nANSWER: C",
        b"<quiz><question type='odd'><questiontext><text>x</text></questiontext></question></quiz>",
        "Čudno ž? {=a ~b}".encode("cp1250"),
    )
    for data in files:
        notes = read_questions(data).notes
        reasons = [reason for note in notes for reason in note.reasons]
        assert reasons
        assert all(isinstance(reason, Said) for reason in reasons), reasons
    (note,) = read_questions(files[2]).notes
    assert note.reasons[0].values == {"answer": "'C'"}
    assert note.place.values == {"line": 1}
