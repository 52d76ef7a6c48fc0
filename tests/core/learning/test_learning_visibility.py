"""What alumni show of themselves: nobody sees what is not shared."""

from hypothesis import given
from hypothesis import strategies as st

from elearn.core.learning.visibility import (
    FIELDS,
    LISTS,
    Profile,
    Shared,
    Viewer,
    same_country,
    visible_fields,
)

countries = st.sampled_from([None, "", "BA", "ba", "RS", "XK"])
words = st.text(max_size=8)


@st.composite
def profiles(draw) -> Profile:
    names = draw(st.sets(st.sampled_from(FIELDS)))
    fields = {
        name: tuple(draw(st.lists(words, max_size=2))) if name in LISTS else draw(words)
        for name in names
    }
    visibility = draw(st.dictionaries(st.sampled_from(FIELDS), st.sampled_from(Shared)))
    return Profile(1, draw(countries), fields, visibility, left=draw(st.booleans()))


viewers = st.builds(Viewer, st.sampled_from([None, 1, 2, 3]), countries, st.booleans())


@given(profiles(), viewers)
def test_what_is_seen_was_written_and_shared_with_the_viewer(profile, viewer):
    seen = visible_fields(profile, viewer)
    assert all(value and profile.fields[name] == value for name, value in seen.items())
    if viewer.person == profile.owner:
        return
    for name in seen:
        shared = profile.visibility.get(name, Shared.NOBODY)
        assert viewer.alumnus
        assert not profile.left
        assert shared is Shared.ALUMNI or (
            shared is Shared.COUNTRY and same_country(profile.country, viewer.country)
        )


@given(profiles(), viewers)
def test_what_is_shared_with_the_viewer_is_seen(profile, viewer):
    if not viewer.alumnus or profile.left:
        return
    seen = visible_fields(profile, viewer)
    for name, value in profile.fields.items():
        if value and profile.visibility.get(name) is Shared.ALUMNI:
            assert seen[name] == value


@given(profiles(), viewers)
def test_by_default_nothing_is_shown_to_anybody_else(profile, viewer):
    closed = Profile(profile.owner, profile.country, profile.fields, {})
    if viewer.person != closed.owner:
        assert visible_fields(closed, viewer) == {}


@given(profiles())
def test_owners_see_all_of_their_own(profile):
    seen = visible_fields(profile, Viewer(profile.owner))
    assert seen == {name: value for name, value in profile.fields.items() if value}


@given(profiles(), viewers)
def test_closing_a_field_never_shows_more(profile, viewer):
    before = visible_fields(profile, viewer)
    for name in FIELDS:
        tighter = {**profile.visibility, name: Shared.NOBODY}
        closed = Profile(1, profile.country, profile.fields, tighter, left=profile.left)
        assert visible_fields(closed, viewer).items() <= before.items()


@given(profiles(), viewers)
def test_writing_another_country_into_the_profile_opens_nothing(profile, viewer):
    posing = Profile(1, profile.country, {**profile.fields, "country": "RS"}, profile.visibility)
    seen, before = (visible_fields(p, viewer) for p in (posing, profile))
    if not profile.left:
        assert seen.keys() - {"country"} == before.keys() - {"country"}


def test_an_unknown_country_is_the_same_as_none():
    assert not same_country(None, None)
    assert not same_country("", "")
    assert same_country("ba", "BA")
