"""Who is in the demonstration: its units, and officers with what they have behind them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DemoUnit:
    """A unit of the demonstration; `above` names the one it hangs below."""

    name: str
    kind: str
    country: str
    above: str = ""


UNITS = (
    DemoUnit("Ministry of Security (demonstration)", "ministry", "BA"),
    DemoUnit("Border Police", "directorate", "BA", "Ministry of Security (demonstration)"),
    DemoUnit("Field Office West", "field-office", "BA", "Border Police"),
    DemoUnit("Field Office East", "field-office", "BA", "Border Police"),
    DemoUnit("Crossing point Izačić", "station", "BA", "Field Office West"),
    DemoUnit("Crossing point Gradiška", "station", "BA", "Field Office West"),
    DemoUnit("Crossing point Rača", "station", "BA", "Field Office East"),
    DemoUnit("Ministry of Interior (demonstration)", "ministry", "RS"),
    DemoUnit("Crossing point Batrovci", "station", "RS", "Ministry of Interior (demonstration)"),
)


@dataclass(frozen=True, slots=True)
class Officer:
    """Somebody of the demonstration.

    Attributes:
        name: Theirs.
        unit: Its name.
        far: The share of each course that is behind them, in per cent; -1: not enrolled.
        ago: So many days have passed since they finished, or were last there.
        knows: Of 100 answers so many are right at the first try.
        began: So many days ago they began, where they took longer than others take.
    """

    name: str
    unit: str
    far: int
    ago: int
    knows: int = 80
    began: int = 0


IZACIC, GRADISKA = "Crossing point Izačić", "Crossing point Gradiška"
RACA, BATROVCI = "Crossing point Rača", "Crossing point Batrovci"

OFFICERS = (
    Officer("Amra Hadžić", IZACIC, 100, 34, 92),
    Officer("Dragan Petrović", IZACIC, 100, 12, 85),
    Officer("Ivana Marić", IZACIC, 60, 3, 75),
    Officer("Senad Begić", IZACIC, 25, 9, 60),
    Officer("Jelena Savić", IZACIC, 0, 20),
    Officer("Mirza Delić", IZACIC, -1, 0),
    Officer("Ana Knežević", GRADISKA, 100, 61, 95),
    Officer("Nenad Ilić", GRADISKA, 80, 1, 80),
    Officer("Selma Omerović", GRADISKA, 40, 16, 70),
    Officer("Goran Tadić", GRADISKA, -1, 0),
    Officer("Emina Suljić", RACA, 100, 5, 88),
    Officer("Zoran Jović", RACA, 15, 27, 55),
    Officer("Lana Babić", RACA, -1, 0),
    Officer("Милица Стојановић", BATROVCI, 100, 48, 90),
    Officer("Никола Ђорђевић", BATROVCI, 50, 2, 68),
    Officer("Јована Павловић", BATROVCI, -1, 0),
    Officer("Adnan Mujić", IZACIC, 100, 310, 84),
    Officer("Aida Salihović", GRADISKA, 100, 268, 93),
    Officer("Aleksandar Kovač", RACA, 100, 254, 66),
    Officer("Alma Ibrahimović", IZACIC, 85, 18, 73),
    Officer("Amir Halilović", GRADISKA, 100, 231, 58),
    Officer("Damir Alić", IZACIC, 100, 197, 70),
    Officer("Dejan Stanić", RACA, 85, 11, 64),
    Officer("Edin Zukić", IZACIC, 100, 171, 62),
    Officer("Faruk Smajić", GRADISKA, 85, 8, 57),
    Officer("Haris Karić", IZACIC, 100, 147, 54),
    Officer("Josip Perić", RACA, 100, 118, 68),
    Officer("Katarina Vidović", GRADISKA, 85, 25, 71),
    Officer("Mirela Avdić", GRADISKA, 100, 90, 60),
    Officer("Ognjen Rakić", GRADISKA, 85, 15, 63),
    Officer("Sabina Delalić", IZACIC, 100, 76, 72),
    Officer("Slaven Grgić", GRADISKA, 100, 55, 56),
    Officer("Slobodan Đurić", RACA, 85, 4, 69),
    Officer("Željko Milić", RACA, 100, 28, 67),
    Officer("Hana Mešić", IZACIC, 57, 12, 82, began=262),
    Officer("Hasan Zukić", IZACIC, 50, 254, 77, began=263),
    Officer("Igor Babović", GRADISKA, 30, 320, 63, began=330),
    Officer("Admir Subašić", IZACIC, 13, 5, 74),
    Officer("Dragana Vasić", GRADISKA, 13, 4, 83),
    Officer("Elma Bešić", IZACIC, 10, 3, 66),
    Officer("Luka Krešić", RACA, 10, 2, 78),
    Officer("Nataša Gajić", GRADISKA, 10, 2, 90),
    Officer("Vedad Omanović", RACA, 10, 1, 58),
    Officer("Бојан Станковић", BATROVCI, 100, 177, 65),
    Officer("Марко Јовановић", BATROVCI, 100, 73, 59),
    Officer("Стефан Николић", BATROVCI, 100, 21, 71),
)
"""Those that somebody leads; enough of them that figures of quizzes and cases say something."""

SHOWN = {
    "pinned": "Hana Mešić",
    "moved": "Hasan Zukić",
    "bridge-due": "Aleksandar Kovač",
    "bridge-begun": "Amir Halilović",
    "renewed": "Aida Salihović",
    "withdrawn": "Adnan Mujić",
}
"""Who can sign in to show what a new version does to people.

They finish on the older version, went on with the newer one, are to take a bridge, are on it, have
renewed the record by it, and hold a record of a version that was withdrawn.
"""
