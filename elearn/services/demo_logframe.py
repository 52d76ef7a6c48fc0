"""What the demonstration's programme promised: its logframe."""

from datetime import date, datetime

from elearn.services import logframes
from elearn.services.people import OPERATOR

LOGFRAME = """\
format: 1
id: borders
title: Training at the borders (demonstration)
from: {first}
until: {last}
functions:
  - {{id: first-line, title: First line, words: [prva linija]}}
  - {{id: shift-leader, title: Shift leader, words: [vođa smjene, vođa smene]}}
outcomes:
  - id: better-checks
    title: Checks at borders follow the law
    outputs:
      - id: officers-trained
        title: Officers are trained
        indicators:
          - id: trained
            title: Officers trained
            measure: people-trained
            target: 40
            milestones: [{{by: {last}, value: 40}}]
          - {{id: completions, title: Courses completed, measure: completions, target: 90}}
          - {{id: reached, title: Institutions reached, measure: institutions-reached, target: 2}}
          - {{id: women, title: Share of women, measure: womens-share, target: 30}}
          - {{id: gain, title: Knowledge gained, measure: knowledge-gain, target: 15}}
      - id: knowledge-kept
        title: What was learnt stays true, and stays in the service
        indicators:
          - id: current
            title: Officers certified under the current law
            measure: certified-current-law
            target: 35
          - {{id: transfers, title: Transfers inside institutions, measure: transfers, target: 5}}
"""
"""`first` and `last` are the days of the programme."""


def keep(now: datetime) -> None:
    """Keep it: from the beginning of last year to the end of this one. The worker computes it."""
    first, last = date(now.year - 1, 1, 1), date(now.year, 12, 31)
    logframes.keep(OPERATOR, LOGFRAME.format(first=first, last=last), now=now)
