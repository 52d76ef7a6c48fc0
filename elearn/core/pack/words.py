"""The few words that stand in compiled pages and in what is made of packs, in each language."""

_ORDER = ("en", "bs", "sr", "sr-Latn", "sq", "mk", "hr", "cnr")

_WORDS = {
    "note": (
        "Note", "Napomena", "Напомена", "Napomena", "Shënim", "Забелешка", "Napomena", "Napomena",
    ),
    "practice": (
        "Practice", "Praksa", "Пракса", "Praksa", "Praktikë", "Пракса", "Praksa", "Praksa",
    ),
    "warning": (
        "Warning", "Upozorenje", "Упозорење", "Upozorenje", "Kujdes", "Предупредување",
        "Upozorenje", "Upozorenje",
    ),
    "example": (
        "Example", "Primjer", "Пример", "Primer", "Shembull", "Пример", "Primjer", "Primjer",
    ),
    "transcript": (
        "Transcript", "Transkript", "Транскрипт", "Transkript", "Transkript", "Транскрипт",
        "Transkript", "Transkript",
    ),
    "back": (
        "Back to the text", "Nazad na tekst", "Назад на текст", "Nazad na tekst",
        "Kthehu te teksti", "Назад кон текстот", "Natrag na tekst", "Nazad na tekst",
    ),
    "table": (
        "Table", "Tabela", "Табела", "Tabela", "Tabelë", "Табела", "Tablica", "Tabela",
    ),
    "repealed": (
        "no longer applies", "više se ne primjenjuje", "више се не примењује",
        "više se ne primenjuje", "nuk zbatohet më", "повеќе не се применува",
        "više se ne primjenjuje", "više se ne primjenjuje",
    ),
    "not-yet": (
        "does not apply yet", "još se ne primjenjuje", "још се не примењује",
        "još se ne primenjuje", "ende nuk zbatohet", "сè уште не се применува",
        "još se ne primjenjuje", "još se ne primjenjuje",
    ),
    "changed": (
        "what has changed", "šta se promijenilo", "шта се променило", "šta se promenilo",
        "çfarë ka ndryshuar", "што е сменето", "što se promijenilo", "šta se promijenilo",
    ),
    "on-changed": (
        "Questions on what has changed", "Pitanja o onome što se promijenilo",
        "Питања о ономе што се променило", "Pitanja o onome što se promenilo",
        "Pyetje për atë që ka ndryshuar", "Прашања за она што е сменето",
        "Pitanja o onome što se promijenilo", "Pitanja o onome što se promijenilo",
    ),
}  # fmt: skip


def word(name: str, language: str) -> str:
    """A word by its name; English where the language is not known.

    Raises:
        KeyError: If there is no such word.
    """
    return _WORDS[name][_ORDER.index(language) if language in _ORDER else 0]
