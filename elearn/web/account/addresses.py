"""Where to go next: only ever to a page of this site."""

from urllib.parse import urlsplit

from flask import current_app, request, url_for
from itsdangerous import BadData, URLSafeSerializer
from werkzeug.wrappers import Response

from elearn.services.guarding import Origin, keyed
from elearn.services.passwords import new_mark

_COOKIE = "elearn-device"
_LASTS = 400 * 24 * 3600
_MOST_NAMES = 12


def local_path(text: str | None) -> str | None:
    """`text` if it is a path of this site, else None; nothing that leads elsewhere gets through."""
    if not text or len(text) > 2000 or not text.startswith("/") or text.startswith("//"):
        return None
    if "\\" in text or any(not c.isprintable() for c in text):
        return None
    parts = urlsplit(text)
    return text if not parts.scheme and not parts.netloc else None


def next_address() -> str:
    """The local page that was asked for, or the start page."""
    asked = local_path(request.values.get("next"))
    return asked or url_for("public.home")


def secret() -> str:
    """The installation's secret key."""
    return str(current_app.config["SECRET_KEY"])


def _known_device() -> tuple[str, list[str]]:
    """The mark of this device and the hashed sign-in names that were used on it."""
    try:
        mark, names = _signer().loads(request.cookies.get(_COOKIE, ""))
        return str(mark), [str(n) for n in names][:_MOST_NAMES]
    except (BadData, TypeError, ValueError):
        return "", []


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(secret(), salt="known-device")


def _short(name: str) -> str:
    return keyed(secret(), "device-name", name)[:16]


def origin_of(name: str) -> Origin:
    """Where this request comes from, as a try for that (normalised) sign-in name."""
    mark, names = _known_device()
    device = mark if _short(name) in names else ""
    return Origin(secret=secret(), address=request.remote_addr, device=device)


def remember_device(response: Response, name: str) -> None:
    """After a sign-in: know this device again, so that strangers' failures do not slow it down."""
    mark, names = _known_device()
    names = [_short(name), *(n for n in names if n != _short(name))][:_MOST_NAMES]
    response.set_cookie(
        _COOKIE,
        str(_signer().dumps([mark or new_mark(), names])),
        max_age=_LASTS,
        path=url_for("account.sign_in"),
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
        httponly=True,
        samesite="Lax",
    )
