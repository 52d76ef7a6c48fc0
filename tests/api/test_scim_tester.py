"""scim2-tester asks the running application all that the standard says of it."""

import make
from scim2_client.engines.wsgi import WSGISCIMClient
from scim2_tester import Status, check_server, filling

from elearn.services import clients
from elearn.store.db import db


class First:
    """Chooses the first: whoever the tester makes is active, since who left joins no unit."""

    @staticmethod
    def choice(options):
        return options[0]

    @staticmethod
    def randint(least, _most):
        return least


def test_scim2_tester_finds_no_fault(app, cast, now, monkeypatch):
    monkeypatch.setattr(filling, "random", First)
    wanted = clients.NewClient("Directory", frozenset({"scim"}), cast.ministry.key, 365)
    secret = clients.make(make.actor(cast.ana), wanted, now=now)
    db.session.commit()
    db.session.remove()
    client = WSGISCIMClient(
        app.wsgi_app,
        base_url="http://localhost/scim/v2",
        headers={"Authorization": f"Bearer {secret.client}.{secret.secret}"},
    )
    results = check_server(client)
    wrong = [
        f"{r.title} ({r.resource_type}): {r.reason}"
        for r in results
        if r.status in (Status.ERROR, Status.CRITICAL)
    ]
    assert wrong == [], "\n".join(wrong)
    assert sum(r.status is Status.SUCCESS for r in results) > 40
