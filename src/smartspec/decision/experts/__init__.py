"""Many judges: what each answered, how far they agree, when to stop asking, and what single hands did to the result.

judgements         rows from forms, checked; `without_interested` leaves declared interests out
spread             median and quartiles of each question
kendall_w          do people order candidates alike
intraclass         do they give the same scores
disagreements      the questions worth talking about
round_stability    whether another Delphi round is worth it
joint_scores, joint_comparisons, joint_weights    many into one, by a stated rule
replay             the ranking without overrides
influence          the ranking without each expert
"""

from __future__ import annotations

from smartspec.decision.experts.agreement import disagreements, intraclass, kendall_w, spread
from smartspec.decision.experts.joint import joint_comparisons, joint_scores, joint_weights
from smartspec.decision.experts.judgements import Judgements, judgements, without_interested
from smartspec.decision.experts.overrides import Override, influence, on_its_scale, replay
from smartspec.decision.experts.rounds import round_stability

__all__ = [
    "Judgements",
    "Override",
    "disagreements",
    "influence",
    "intraclass",
    "joint_comparisons",
    "joint_scores",
    "joint_weights",
    "judgements",
    "kendall_w",
    "on_its_scale",
    "replay",
    "round_stability",
    "spread",
    "without_interested",
]
