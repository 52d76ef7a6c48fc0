import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from elearn.core.script import fold, latin_html, to_latin

SERBIAN = "абвгдђежзијклљмнњопрстћуфхцчџшАБВГДЂЕЖЗИЈКЛЉМНЊОПРСТЋУФХЦЧЏШ"


@pytest.mark.parametrize(
    ("cyrillic", "latin"),
    [
        ("Љубав", "Ljubav"),
        ("ЉУБАВ", "LJUBAV"),
        ("Његош", "Njegoš"),
        ("КОЊ", "KONJ"),
        ("Коњ", "Konj"),
        ("Џ", "Dž"),
        ("ЏЕП", "DŽEP"),
        ("Љ. Петровић", "Lj. Petrović"),
        ("Ђорђе Чађевић, шест", "Đorđe Čađević, šest"),
        ("члан 6(1)(a) ABC", "član 6(1)(a) ABC"),
    ],
)
def test_serbian_is_written_in_latin_letters(cyrillic, latin):
    assert to_latin(cyrillic) == latin


@given(st.text(alphabet=SERBIAN + " .,-1aZčš"))
def test_no_serbian_cyrillic_is_left(text):
    latin = to_latin(text)
    assert not set(latin) & set(SERBIAN)
    assert to_latin(latin) == latin


@given(st.text(alphabet=SERBIAN + " "))
def test_a_name_and_its_latin_form_have_one_key(text):
    assert fold(text) == fold(to_latin(text)) == fold(text.upper())


@given(st.text())
@example("Ǽ")
@example("ѓ\u0323")
def test_a_key_of_a_key_is_the_same(text):
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ђорђе", "DJORDJE"),
        ("Đorđe", "Djordje"),
        ("Ана-Марија  Петровић", "ana marija petrovic"),
        ("Ќирил Ѓорѓиев", "Kjiril Gjorgjiev"),
        ("Agnesë Çela", "agnese cela"),
        ("Željko Šćepanović", "Zeljko Scepanovic"),
        ("  O’Neill ", "o'neill"),
    ],
)
def test_names_are_recognised_across_scripts(one, other):
    assert fold(one) == fold(other)


def test_different_names_stay_different():
    assert len({fold(name) for name in ("Ана", "Ања", "Анђа", "Иван", "Јован")}) == 5


def test_in_html_only_words_are_rewritten():
    html = (
        '<p id="члан">Члан <a href="item:a" data-term="појам" title="Љубав">реч</a>'
        '<img src="media:a.svg" alt="слика"> <span lang="mk">Ќе</span> '
        '<span lang="en" class="fallback">и <b>ово</b></span> крај</p>'
    )
    assert latin_html(html) == (
        '<p id="члан">Član <a href="item:a" data-term="појам" title="Ljubav">reč</a>'
        '<img src="media:a.svg" alt="slika"> <span lang="mk">Ќе</span> '
        '<span lang="en" class="fallback">и <b>ово</b></span> kraj</p>'
    )
