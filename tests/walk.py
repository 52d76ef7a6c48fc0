"""Walking through a whole site: what there is, who comes, and every address."""

import itertools
from urllib.parse import quote

import bridging
import lawful
import learning
import make
from flask import current_app

from elearn.core import access
from elearn.core.access import Action, Role
from elearn.core.learning.report import Asked, Form, Rhythm
from elearn.core.learning.share import Choice, Wish
from elearn.services import (
    alumni,
    attempts,
    cases,
    corrections,
    enrolments,
    import_drafts,
    invitations,
    law_impacts,
    mistake_reports,
    people,
    registrations,
    revocations,
    rosters,
    saved_reports,
    shares,
)
from elearn.services.corrections import CorrectionKind, Proposal
from elearn.services.imports import Source
from elearn.services.invitations import InviteForm
from elearn.services.mistake_reports import Mistake
from elearn.services.registrations import RuleForm
from elearn.services.sign_in import Letter
from elearn.store import alumni as alumni_store
from elearn.store import nominations, reports
from elearn.store import records as record_store
from elearn.store import saved_reports as saved_store
from elearn.store.db import begin_write, db

PLAN = law_impacts.Plan()


def world(cast, now, learner=None):
    """What there is to be found, by the names of the places in addresses.

    A course under way and a record of the learner, a report, a nomination, a wish for another
    name, an alumna. What `key` stands for depends on how an address begins.
    """
    somebody = learner or cast.ann
    learning.publish("kinds", now)
    version = make.course("other")
    actor = make.actor(somebody)
    bridging.publish("1.0.0", now)
    bridging.completed(somebody, now)
    bridging.publish("2.0.0", now)
    enrolments.enrol(actor, "kinds", now=now)
    quiz = attempts.begin(actor, "kinds", "quiz", "en", now=now)
    case = cases.begin(actor, "kinds", "gate", "en", now=now)
    mistake_reports.report_mistake(actor, "kinds", Mistake("rules", "", "en", "Wrong."), now=now)
    people.ask_name_change(actor, "Another Name", "Married.", now=now)
    db.session.commit()
    begin_write()
    nominations.keep(
        "nomination1",
        unit_id=cast.station.id,
        person_id=cast.ben.id,
        pack_id="kinds",
        by=cast.mia.id,
        at=now,
    )
    db.session.commit()
    make.record(somebody, version)
    draft = "x"
    if access.may(actor, Action.AUTHOR_PACKS):
        source = Source("walk.gift", b"So? {T}")
        draft = import_drafts.read_upload(actor, source, ("kinds", "1.0.0"), now=now)
        db.session.commit()
    listed = make.person("Una Listed", alumnus=True)
    shared = {"name": "alumni"}
    alumni.save_profile(make.actor(listed), {"name": "Una"}, shared, listed=True)
    db.session.commit()
    record_key = record_store.of_person(somebody.id)[0].key
    wish = Wish(chosen=frozenset({Choice.NAME}), until=now.date())
    share_key = shares.share(actor, record_key, wish, now=now)
    revocation = asked_to_revoke(record_store.of_person(somebody.id)[0].code, now)
    token = shares.my_share(actor, record_key, share_key, now=now).token
    db.session.commit()
    invitation, invitation_link = _invited(actor, cast, now)
    proposal = Proposal(
        pack_id="kinds",
        version="",
        question_id="q-single",
        kind=CorrectionKind.EVERYBODY,
        reason="Wrong.",
    )
    correction = corrections.propose(make.actor(cast.dee), proposal, now=now)
    db.session.commit()
    lawful.reform(now)
    impact = law_impacts.open_impact(make.actor(cast.dee), law_impacts.Source("law"), PLAN, now=now)
    db.session.commit()
    return {
        "/law": impact,
        "item": ["documents", "pack"],
        "/people": cast.ben.key,
        "/admin": cast.ben.key,
        "/granting": somebody.key,
        "/institutions": cast.station.key,
        "/attempts": quiz,
        "/cases": case,
        "/nominations": "nomination1",
        "/registrations": cast.station.key,
        "/revocations": revocation,
        "/imports": draft,
        "/rosters": uploaded_roster(actor, cast, now),
        "/mistakes": reports.listing("open", limit=1, offset=0)[0].key,
        "/records": record_key,
        "share_key": [share_key],
        "token": [token, invitation_link],
        "/alumni": alumni_store.of_person(listed.id).key,
        "person_key": [cast.ben.key],
        "pack_id": ["kinds", "law", "entry"],
        "version": ["1.0.0"],
        "item_id": ["rules", "quiz", "gate"],
        "module_id": ["m-all"],
        "check_id": ["sc-rule"],
        "number": ["1", "2"],
        "question_id": ["q-single"],
        "/corrections": correction,
        "other": ["1"],
        "row_id": ["1"],
        "role_id": ["1"],
        "job_id": ["1"],
        "saved_key": [_saved_report(actor, now)],
        "invitation_key": [invitation],
    }


def uploaded_roster(actor, cast, now):
    """Whoever may import a roster has uploaded one; its key."""
    if not access.may(actor, Action.EDIT_MEMBERS):
        return "x"
    data = f"Name;E-mail address\nBen Colleague;{cast.ben.email}\n".encode()
    key = rosters.upload(actor, cast.station.key, "walk.csv", data, (), now=now)
    db.session.commit()
    return key


def _invited(actor, cast, now):
    """Whoever may add people has invited somebody; the key of the invitation, and its link."""
    if not access.may(actor, Action.EDIT_MEMBERS):
        return "x", "x"
    links = []

    def letter(told):
        links.append(told.token)
        return Letter("Come", "Here.")

    secret = current_app.config["SECRET_KEY"]
    form = InviteForm(name="Ina Invited", email="ina@example.org")
    kept = invitations.invite(actor, cast.station.key, form, letter, secret=secret, now=now)
    rule = RuleForm(domains="border.example", code=True)
    registrations.allow(actor, cast.station.key, rule, secret=secret, now=now)
    db.session.commit()
    return kept.key, links[0]


def _saved_report(actor, now):
    """Somebody who leads others keeps a report; its key."""
    if not access.may(actor, Action.SEE_COMPLETIONS):
        return "x"
    saved_reports.save(actor, Asked(), "Mine", Rhythm.WEEKLY, Form.CSV, now=now)
    saved_reports.ask_for_file(actor, Asked(), Form.CSV, now=now)
    db.session.commit()
    return saved_store.saved_of(actor.person_id)[0].key


def asked_to_revoke(code, now):
    """Somebody asks to revoke the record with that code; the key of the request."""
    kim = make.actor(make.person("Kim Asks", roles=(Role.COORDINATOR,)))
    return revocations.ask(kim, code, "Wrong.", four_eyes=True, now=now).key


def everybody(cast):
    """The cast, a stranger, an alumna, and somebody who holds every role."""
    alumna = make.person("Alma Alumna", alumnus=True, unit=cast.station)
    roles = (Role.TRAINER, Role.COORDINATOR, Role.ADMIN)
    every = make.person("Every Role", roles=roles, alumnus=True, unit=cast.station)
    make.role(every, Role.MANAGER, unit=cast.station)
    names = ("ann", "ben", "cy", "dee", "mia", "max", "co", "ana")
    found = {"nobody": None, "alumna": alumna, "every": every}
    return found | {name: getattr(cast, name) for name in names}


def addresses(rule, known, junk):
    """Addresses of a rule: with what there is, and with junk in each place."""
    names = sorted(rule.arguments)
    start = "/" + rule.rule.split("/")[1]
    here = known | {"key": [known.get(start, "x")]}
    if start == "/bridges":
        here |= {"pack_id": [bridging.PACK, "kinds"]}
    for values in itertools.product(*(here.get(name, ["x"]) for name in names)):
        yield fill(rule, dict(zip(names, values, strict=True)))
    for text, name in itertools.product(junk, names):
        yield fill(rule, {n: here.get(n, ["x"])[0] for n in names} | {name: text})


def fill(rule, values):
    """The address of a rule, with its places filled as they are."""
    address = rule.rule
    for name, value in values.items():
        for converter in ("", "int:", "path:"):
            address = address.replace(f"<{converter}{name}>", quote(value, safe=""))
    return address


def rules(app, method):
    """The rules that take that method; signing out and leaving would end the walk."""
    ending = {"static", "account.sign_out", "alumni.leave", "admin.leave", "learner.leave"}
    return [r for r in app.url_map.iter_rules() if method in r.methods and r.endpoint not in ending]
