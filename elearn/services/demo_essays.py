"""What people of the demonstration wrote about who sees what, and what two markers find in it."""

from collections.abc import Mapping
from dataclasses import dataclass

Levels = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Essay:
    """An answer in words, by language, with the levels that two markers find in it."""

    texts: Mapping[str, str]
    first: Levels
    second: Levels
    comment: str


_ALL: Levels = {"facts": "both", "proof": "yes"}
_FACTS: Levels = {"facts": "both", "proof": "no"}
_PART: Levels = {"facts": "part", "proof": "no"}
_LOOKS: Levels = {"facts": "part", "proof": "yes"}
_NONE: Levels = {"facts": "none", "proof": "no"}

ESSAYS = (
    Essay(
        {
            "en": "The shift leader sees that you take the course and when you have completed "
            "it. Nobody but you sees your answers and points. And under My account you can read "
            "who opened your page.",
            "sr": "Вођа смене види да похађаш курс и када си га завршио. Твоје одговоре и поене "
            "не види нико осим тебе. А под „Мој налог“ можеш да прочиташ ко је отворио твоју "
            "страницу.",
        },
        _ALL,
        _ALL,
        "Complete and clear.",
    ),
    Essay(
        {
            "en": "Only courses can be seen by the leader, no marks. Each look is written down, "
            "and you can read it in your account.",
            "sr": "Вођа види само курсеве, а не оцене. Сваки увид се бележи и можеш да га прочиташ "
            "на свом налогу.",
        },
        _ALL,
        _FACTS,
        "Short, and all of it is there.",
    ),
    Essay(
        {
            "en": "I would say: don't worry. He can only see if you completed the course, not your "
            "mistakes.",
            "sr": "Рекао бих: не брини. Он види само да ли си завршио курс, а не твоје грешке.",
        },
        _FACTS,
        _PART,
        "Right. Say as well where the colleague can read who looked.",
    ),
    Essay(
        {
            "en": "Nobody sees anything here, it is all secret. If somebody looks at your page, "
            "you can see it in your account.",
            "sr": "Овде нико ништа не види, све је тајно. Ако неко погледа твоју страницу, то "
            "видиш на свом налогу.",
        },
        _LOOKS,
        _NONE,
        "Not all of it is secret: which courses you take and complete is seen.",
    ),
    Essay(
        {
            "en": "Everybody makes mistakes in a quiz, that is what it is for. The leader sees the "
            "list of courses.",
            "sr": "Свако греши у квизу, томе и служи. Вођа види списак курсева.",
        },
        _PART,
        _PART,
        "Say also what is not seen, and how one finds out who looked.",
    ),
    Essay(
        {
            "en": "That he should ask the administrator.",
            "sr": "Да пита администратора.",
        },
        _NONE,
        _NONE,
        "Read the lesson “Who sees what of you” once more.",
    ),
)
"""From very good to poor."""


def essay_of(text: str) -> Essay | None:
    """The one with that text; None for what nobody of the demonstration wrote."""
    return next((essay for essay in ESSAYS if text in essay.texts.values()), None)
