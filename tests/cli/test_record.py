"""`elearn record` and `elearn keys`, as an operator uses them."""

import json
from datetime import date

import awards
import pytest
import wholes
from click.testing import CliRunner

from elearn.cli.main import main
from elearn.core.learning.essentials import Essentials, commit_name
from elearn.interop import essentials, sd_jwt
from elearn.interop import keys as codec
from elearn.interop.keys import Algorithm
from elearn.services.keys import Purpose


@pytest.fixture
def site(tmp_path):
    """A new installation."""
    folder = tmp_path / "site"
    made = run(folder, "init", "--no-admin", "--public-url", "https://learn.example.org")
    assert made.exit_code == 0, made.output
    return folder


def run(folder, *words):
    return CliRunner().invoke(main, [*words, "--instance", str(folder)])


def test_a_new_installation_has_its_keys(site):
    listed = run(site, "keys", "list").output
    assert listed.count("in use") == len(Purpose)
    assert [purpose for purpose in Purpose if purpose.value not in listed] == []


def test_a_key_is_replaced_and_revoked(site):
    made = run(site, "keys", "new", "record")
    kid = made.output.split()[0]
    listed = run(site, "keys", "list").output
    assert listed.count("in use") == len(Purpose)
    assert f"{kid}  from" in listed
    assert run(site, "keys", "revoke", kid, "--reason", "Stolen.").exit_code == 0
    assert "REVOKED" in run(site, "keys", "list").output
    again = run(site, "keys", "revoke", kid, "--reason", "Stolen.")
    assert again.exit_code == 1
    assert "no such key" in again.output


def test_a_key_whose_name_begins_with_a_dash_is_no_option(site):
    refused = run(site, "keys", "revoke", "-" + "a" * 42, "--reason", "Stolen.")
    assert (refused.exit_code, "no such key" in refused.output) == (1, True)


def test_heads_are_appended_to_a_file_and_the_audit_holds(site, tmp_path):
    heads = tmp_path / "heads"
    for _ in range(2):
        assert run(site, "record", "publish-head", "--to", str(heads)).exit_code == 0
    lines = [json.loads(line) for line in heads.read_text("utf-8").splitlines()]
    assert [line["size"] for line in lines] == [0, 0]
    done = run(site, "record", "audit")
    assert done.exit_code == 0, done.output
    assert "Every entry fits" in done.output


def test_a_head_that_cannot_be_put_there_is_an_error_in_words(site, tmp_path):
    refused = run(site, "record", "publish-head", "--to", str(tmp_path / "no" / "such" / "folder"))
    assert refused.exit_code == 2
    assert "cannot be written" in refused.output
    assert run(site, "record", "publish-head", "--to", "mail:nobody").exit_code == 1


QR_KEY = codec.make(codec.Algorithm.ES256)
DIGEST = bytes(range(16))


def printed(until):
    """The text of a QR code."""
    facts = Essentials(
        digest=DIGEST,
        pack="border-checks",
        version="1.2.0",
        kind="completion",
        language="sr",
        issued=date(2020, 1, 31),
        valid_until=until,
        law_checked=date(2020, 1, 2),
        name=commit_name("Јелена Ђорђевић", DIGEST),
    )
    return "https://gone.example.org/verify#" + essentials.sign(facts, QR_KEY.kid, QR_KEY.sign)


@pytest.fixture
def key_file(tmp_path):
    """The issuer's keys, as saved while the site was there."""
    path = tmp_path / "jwks.json"
    path.write_text(json.dumps({"keys": [{**QR_KEY.public_jwk, "elearn:purpose": "qr"}]}))
    return str(path)


def verify(*words):
    return CliRunner().invoke(main, ["record", "verify", *words])


def test_a_qr_code_is_checked_without_the_site(key_file):
    done = verify(printed(None), "--keys", key_file, "--name", "Jelena Đorđević")
    assert done.exit_code == 0, done.output
    assert "border-checks 1.2.0, completion, taken in sr" in done.output
    assert "Awarded 2020-01-31, valid until no end, law as of 2020-01-02" in done.output
    assert "The name fits." in done.output


def test_another_name_a_late_day_and_a_change_are_told(key_file):
    done = verify(printed(None), "--keys", key_file, "--name", "Marko Marković")
    assert (done.exit_code, "The name is NOT" in done.output) == (1, True)
    done = verify(printed(date(2021, 1, 31)), "--keys", key_file)
    assert (done.exit_code, "Status: expired" in done.output) == (1, True)
    text = printed(None)
    last = "1" if text[-1] != "1" else "2"
    done = verify(text[:-1] + last, "--keys", key_file)
    assert (done.exit_code, "signature-wrong" in done.output) == (1, True)


def test_a_file_that_holds_no_keys_is_named(tmp_path):
    path = tmp_path / "other.json"
    for text in ("{}", "[]", "{", '{"keys": {}}', '{"keys": [1]}'):
        path.write_text(text)
        done = verify("1", "--keys", str(path))
        assert (done.exit_code, "is no key set" in done.output) == (2, True)
    assert verify("1", "--keys", str(tmp_path / "none")).exit_code == 2


def test_a_code_is_looked_up_on_the_site(site):
    done = run(site, "record", "verify", "0000-0000-0000-0000-0")
    assert (done.exit_code, "Status: unknown" in done.output) == (1, True)
    done = run(site, "record", "verify", "nothing")
    assert (done.exit_code, "check character" in done.output) == (1, True)


def test_a_file_is_checked_with_the_issuers_keys_alone(tmp_path):
    known = tmp_path / "trust.json"
    known.write_text(json.dumps(wholes.trust()), encoding="utf-8")
    made = wholes.whole()
    record = tmp_path / "record.json"
    record.write_text(wholes.written(made), encoding="utf-8")
    done = verify(str(record), "--keys", str(known), "--name", "Jelena Djordjević")
    assert done.exit_code == 0, done.output
    assert "name: Јелена Ђорђевић" in done.output
    assert "In the log of 4 entries" in done.output
    assert "Status: valid (list of 2026-12-01T05:00:00Z)" in done.output
    record.write_text(wholes.written(made).replace("Јелена", "Милена"), encoding="utf-8")
    done = verify(str(record), "--keys", str(known))
    assert (done.exit_code, "(fact-changed: name)" in done.output) == (1, True)
    known.write_text(json.dumps(wholes.trust(withdrawn=[made["digest"]])), encoding="utf-8")
    record.write_text(wholes.written(made), encoding="utf-8")
    done = verify(str(record), "--keys", str(known))
    assert (done.exit_code, "Status: revoked" in done.output) == (1, True)


def test_a_set_of_records_is_told_one_by_one(tmp_path):
    known = tmp_path / "trust.json"
    one, two = wholes.whole(), wholes.whole()
    file = tmp_path / "records.json"
    made = {"type": "elearn-records-1", "records": [one, two]}
    file.write_text(json.dumps(made), encoding="utf-8")
    known.write_text(json.dumps(wholes.trust()), encoding="utf-8")
    done = verify(str(file), "--keys", str(known))
    assert (done.exit_code, "2 records, of which 2 hold." in done.output) == (0, True)
    known.write_text(json.dumps(wholes.trust(withdrawn=[two["digest"]])), encoding="utf-8")
    done = verify(str(file), "--keys", str(known))
    assert (done.exit_code, "2 records, of which 1 hold." in done.output) == (1, True)
    two["facts"]["name"] = "Ana"
    file.write_text(json.dumps(made), encoding="utf-8")
    done = verify(str(file), "--keys", str(known))
    assert (done.exit_code, "Record 2: " in done.output) == (1, True)
    assert "(fact-changed: name)" in done.output


def test_chosen_facts_are_shown_and_no_others(tmp_path):
    key = awards.key_for(sd_jwt.PURPOSE, Algorithm.ES256)
    known = tmp_path / "jwks.json"
    known.write_text(json.dumps({"keys": [awards.listed(sd_jwt.PURPOSE, key)]}))
    always = {"nbf": 1_763_888_400, "record": "ef" * 32}
    facts = {"name": ("c2FsdDE", "Ana"), "eqf": ("c2FsdDI", 5)}
    text = sd_jwt.write(always, facts, ["eqf"], awards.method(key), key.sign)
    done = verify(text, "--keys", str(known))
    assert (done.exit_code, "eqf: 5" in done.output) == (0, True), done.output
    assert not any(word in done.output for word in ("name", "None", "Ana"))
    done = verify(text, "--keys", str(known), "--name", "Ana")
    assert (done.exit_code, "cannot be compared" in done.output) == (1, True)


def test_a_file_is_checked_on_the_site_with_its_own_keys(site, tmp_path):
    record = tmp_path / "record.json"
    record.write_text(wholes.written(wholes.whole(proven=False)), encoding="utf-8")
    done = run(site, "record", "verify", str(record))
    assert (done.exit_code, "key-unknown" in done.output) == (1, True)
