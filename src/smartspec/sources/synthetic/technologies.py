"""Made-up technologies with a planted truth: which must be chosen, which cannot be, and which question is worth asking.

    PLANTED        the technologies, each with what is planted in it
    BUDGET         what each of a few regions has to spend, in made-up money
    Documents      made-up patents, with the mixes they were drawn from
    documents      draw them
    texts          all tables of technologies: texts by file name

What must come out follows from the figures, with a budget of 100 and without a run. The pump costs next to nothing
and brings most: it is in every best portfolio. The sensor can take the place of any narrow technology and brings more:
so is it. Sorter, kiln and loom fit only one at a time beside them, and each may bring most: they are grey. Putting the
sensor in the place of the lantern always brings more: the lantern is out. The bridge would take the third place
whatever stands there, so it enters at 69 or less. Nothing that could be said of the idle question would let it in.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import xarray as xr

__all__ = ["ATTRACTIVENESS", "BUDGET", "FEASIBILITY", "PLANTED", "Documents", "Planted", "documents", "texts"]

BUDGET = 100.0
ATTRACTIVENESS = ("market", "value", "pull", "trade", "sustainability")
FEASIBILITY = ("skills", "science", "suppliers", "infrastructure", "regulation")
BROAD = "A B C F G H I J K M N R"
SOURCE = "Made up by the generator of the teaching study"
FIELDS = 60
LIKENESS = 40.0
"""Documents of the country's mix that a region's own mix is worth: the concentration planted in the patents."""


@dataclass(frozen=True)
class Planted:
    """One made-up technology.

    Attributes
    ----------
    code, kind
        Its label and what is planted in it.
    names
        Names in the three languages.
    links, challenges
        Codes parted by spaces.
    trl
        Its readiness level, or None where nobody judged.
    costs
        Stage to cost range and years range; a stage without a range is to be judged.
    attract, fit
        Ranges of attractiveness and feasibility; None where nobody judged.
    judged
        How many criteria of attractiveness are judged.
    """

    code: str
    kind: str
    names: tuple[str, str, str]
    links: str
    challenges: str
    trl: int | None
    costs: dict[str, tuple[float, float, float, float] | None]
    attract: tuple[float, float] | None
    fit: tuple[float, float] | None = (5.0, 7.0)
    judged: int = 5


PLANTED = (
    Planted("moon_pump", "sure_in", ("Moon pump", "Лунный насос", "Ай сорғысы"), BROAD, "thirst fog", 9,
            {"use": (0.5, 1, 1, 1)}, (8, 9), fit=(6, 8)),
    Planted("paper_sensor", "sure_in", ("Paper sensor", "Бумажный датчик", "Қағаз датчик"), BROAD, "fog", 8,
            {"demonstration": (8, 12, 1, 2), "use": (12, 18, 1, 2)}, (6, 7), fit=(5, 7)),
    Planted("clockwork_sorter", "grey", ("Clockwork sorter", "Заводной сортировщик", "Бұрамалы сұрыптағыш"), BROAD,
            "riddle", 6, {"demonstration": (15, 20, 1, 2), "use": (30, 40, 1, 3)}, (4, 7), fit=(3, 6)),
    Planted("velvet_kiln", "grey", ("Velvet kiln", "Бархатная печь", "Барқыт пеш"), BROAD, "riddle fog",
            6, {"demonstration": (20, 30, 1, 2), "use": (20, 30, 1, 3)}, (4, 7), fit=(4, 5.5)),
    Planted("half_told_loom", "ask_score", ("Half-told loom", "Недосказанный станок", "Жартылай айтылған станок"),
            BROAD, "thirst", 9, {"use": (50, 69, 1, 2)}, (7, 8), fit=(2.5, 6.5), judged=2),
    Planted("dull_lantern", "sure_out", ("Dull lantern", "Тусклый фонарь", "Күңгірт шам"), BROAD, "fog", 9,
            {"use": (80, 90, 1, 2)}, (1.5, 2), fit=(6.5, 8.5)),
    Planted("rainbow_mill", "too_dear", ("Rainbow mill", "Радужная мельница", "Кемпірқосақ диірмен"), BROAD,
            "riddle", 7, {"demonstration": (150, 200, 2, 4), "use": (80, 100, 1, 2)}, (8, 9), fit=(2, 5)),
    Planted("dream_weaver", "scout_trl", ("Dream weaver", "Ткач снов", "Түс тоқушы"), BROAD, "riddle", 2,
            {"research": (1, 2, 1, 2), "development": (5, 9, 2, 4), "demonstration": (10, 15, 1, 2),
             "use": (5, 8, 1, 2)}, (7, 9), fit=(1.5, 4.5)),
    Planted("glass_anchor", "scout_fit", ("Glass anchor", "Стеклянный якорь", "Шыны зәкір"), BROAD, "thirst", 9,
            {"use": (5, 10, 1, 2)}, (7, 8), fit=(1, 2)),
    Planted("unpriced_bridge", "ask_cost", ("Unpriced bridge", "Мост без цены", "Бағасыз көпір"), BROAD, "fog", 6,
            {"demonstration": None, "use": (10, 12, 1, 2)}, (7, 8), fit=(5.5, 7.5)),
    Planted("idle_question", "idle", ("Idle question", "Праздный вопрос", "Бос сұрақ"), BROAD, "riddle", 9,
            {"use": (90, 99, 1, 2)}, None, fit=(4, 6)),
    Planted("striped_drill", "", ("Striped drill", "Полосатый бур", "Жолақ бұрғы"), "B", "thirst", 8,
            {"demonstration": (10, 16, 1, 2), "use": (14, 20, 1, 1)}, (4, 5.8), fit=(6, 7)),
    Planted("spotted_press", "", ("Spotted press", "Пятнистый пресс", "Теңбіл пресс"), "C", "riddle", 7,
            {"demonstration": (12, 20, 1, 2), "use": (14, 21, 1, 1)}, (4, 5.8), fit=(4.5, 6)),
    Planted("singing_plough", "", ("Singing plough", "Поющий плуг", "Әндеткен соқа"), "A", "thirst", 9,
            {"use": (30, 39, 1, 1)}, (4, 5.8), fit=(3, 5)),
    Planted("invisible_ledger", "", ("Invisible ledger", "Невидимая книга", "Көрінбейтін кітап"), "J K M N", "fog", 5,
            {"development": (4, 6, 1, 1), "demonstration": (9, 14, 1, 2), "use": (14, 20, 1, 1)}, (4, 5.8),
            fit=(7, 8.5)),
)  # fmt: skip
"""Made up, names and all: none of them is a technology of any place."""

CHALLENGES = (
    ("thirst", "Made-up thirst", "Вымышленная жажда", "Ойдан шығарылған шөл"),
    ("fog", "Made-up fog", "Вымышленный туман", "Ойдан шығарылған тұман"),
    ("riddle", "Made-up riddle", "Вымышленная загадка", "Ойдан шығарылған жұмбақ"),
)


@dataclass(frozen=True)
class Documents:
    """Made-up patents.

    Attributes
    ----------
    counts : (region, field)
        Patents; some regions have very few.
    advantage : (region, field)
        The planted advantage: a region's true share over the country's.
    """

    counts: xr.DataArray
    advantage: xr.DataArray


def documents(regions: Sequence[str], seed: int) -> Documents:
    """Draw patents whose mixes vary around the country's with a known concentration.

    Parameters
    ----------
    regions
        Codes.
    seed
        The study's seed.

    Returns
    -------
    Documents
    """
    rng = np.random.default_rng([seed, 2])
    share = rng.dirichlet(np.full(FIELDS, 3.0))
    mixes = rng.dirichlet(LIKENESS * share, len(regions))
    size = rng.lognormal(np.log(150), 1.3, len(regions)).astype(int) + 1
    counts = np.array([rng.multinomial(n, mix) for n, mix in zip(size, mixes, strict=True)])
    at = {"region": list(regions), "field": [f"F{n:02}" for n in range(1, FIELDS + 1)]}
    return Documents(xr.DataArray(counts.astype(float), at), xr.DataArray(mixes / share, at))


def texts(regions: Sequence[str], seed: int) -> dict[str, str]:
    """All tables of technologies, and the truth beside them: texts by file name.

    Parameters
    ----------
    regions
        Codes.
    seed
        The study's seed.

    Returns
    -------
    dict
        File name to text.
    """
    made = documents(regions, seed)
    used = np.random.default_rng([seed, 3]).random((len(PLANTED), len(regions)))
    cells = [
        [region, name, f"{n:.0f}"]
        for region, row in zip(regions, made.counts.values, strict=True)
        for name, n in zip(made.counts.field.values, row, strict=True)
        if n > 0
    ]
    adopted = [
        [one.code, region, int(chance < 0.3), SOURCE]
        for one, row in zip(PLANTED, used, strict=True)
        for region, chance in zip(regions, row, strict=True)
        if chance < 0.8
    ]
    names = ["name_en", "name_ru", "name_kk"]
    return {
        "challenges.csv": _csv(["code", *names], CHALLENGES),
        "technologies.csv": _csv(
            ["code", "activities", "challenges", *names, "field"],
            [[one.code, one.links, one.challenges, *one.names, f"F{n:02}"] for n, one in enumerate(PLANTED, start=1)],
        ),
        "tables/technology_readiness.csv": _csv(
            ["technology", "trl", "source"], [[one.code, one.trl, SOURCE] for one in PLANTED]
        ),
        "tables/technology_costs.csv": _csv(
            ["technology", "stage", "cost_low", "cost_high", "years_low", "years_high", "source"],
            [
                [one.code, stage, *(ends or ("", "", "", "")), SOURCE]
                for one in PLANTED
                for stage, ends in one.costs.items()
            ],
        ),
        "tables/technology_scores.csv": _csv(
            ["technology", "criterion", "low", "high", "source"],
            [
                [one.code, criterion, *ends, SOURCE]
                for one in PLANTED
                for ends, criteria in ((one.attract, ATTRACTIVENESS[: one.judged]), (one.fit, FEASIBILITY))
                if ends is not None
                for criterion in criteria
            ],
        ),
        "tables/patents.csv": _csv(["region", "field", "count"], cells),
        "tables/adoption.csv": _csv(["technology", "region", "adopted", "source"], adopted),
        "truth/technologies.csv": _csv(["technology", "planted"], [[one.code, one.kind] for one in PLANTED]),
        "truth/patent_advantages.csv": _csv(
            ["region", *made.advantage.field.values],
            [[region, *(f"{a:.4f}" for a in row)] for region, row in zip(regions, made.advantage.values, strict=True)],
        ),
    }


def _csv(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return text.getvalue()
