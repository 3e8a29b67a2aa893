"""Types, localisations, long list, peers and poles: each rule by hand, then what it refuses or leaves unknown."""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

import smartspec
from smartspec.diagnosis.localisation import star_regimes
from smartspec.diagnosis.peers import mix_distance, peers
from smartspec.diagnosis.poles import pole_candidates
from smartspec.diagnosis.potential import long_list_class
from smartspec.diagnosis.profile import region_types
from smartspec.errors import MeasureError

AT = {"region": ["N"], "activity": ["a"]}


def one(value: float) -> xr.DataArray:
    return smartspec.label([[value]], **AT)


def kind(mined: float, made: float, grown: float, *, city: bool = False) -> tuple[str, str]:
    share = smartspec.label(
        [[mined, made, grown, 1 - mined - made - grown]], region=["N"], activity=["B", "C", "A", "X"]
    )
    country = smartspec.label([0.14, 0.14, 0.05, 0.67], activity=["B", "C", "A", "X"])
    found = region_types(
        share, country, extraction=["B"], manufacturing=["C"], agriculture=["A"], metropolitan=["N"] if city else []
    )
    return str(found["type"].item()), str(found["near"].item())


@pytest.mark.parametrize(
    ("shares", "expected"),
    [
        ((0.25, 0.30, 0.20), "resource"),
        ((0.2499, 0.30, 0.20), "processing"),
        ((0.2499, 0.10, 0.10), "agrarian"),
        ((0.2499, 0.10, 0.0999), "mixed"),
    ],
)
def test_the_first_rule_that_holds_gives_the_type(shares, expected):
    assert kind(*shares)[0] == expected


def test_a_city_is_metropolitan_only_when_no_earlier_rule_holds():
    assert kind(0, 0.1, 0.01, city=True)[0] == "metropolitan"
    assert kind(0, 0.3, 0.01, city=True)[0] == "processing"


def test_a_region_just_under_a_line_is_said_to_be_near_it():
    assert kind(0.248, 0.1, 0.15) == ("agrarian", "resource")
    assert kind(0.10, 0.10, 0.01) == ("mixed", "")


def test_a_line_behind_a_rule_that_holds_is_not_near():
    """Agriculture at 0.095 of value added is half a point under its line, but manufacturing decides before it."""
    assert kind(0.002, 0.30, 0.095) == ("processing", "")
    assert kind(0.002, 0.26, 0.095) == ("processing", "processing")
    assert kind(0.002, 0.10, 0.095) == ("mixed", "agrarian")


def long_class(quotient=2.0, share=0.1, growth=np.nan, national=np.nan, change=np.nan):
    return str(
        long_list_class(
            one(quotient),
            one(share),
            growth=one(growth),
            national_growth=smartspec.label([national], activity=["a"]),
            quotient_change=one(change),
        ).item()
    )


def test_a_strength_needs_quotient_and_mass():
    assert long_class() == "strength"
    assert long_class(quotient=1.49) == ""
    assert long_class(share=0.0099) == ""


def test_a_strength_that_shrinks_faster_than_the_country_is_fading():
    assert long_class(growth=-0.02, national=0.01) == "declining"
    assert long_class(growth=-0.02, national=-0.05) == "strength"
    assert long_class(growth=0.01, national=0.05) == "strength"


def test_unknown_growth_neither_helps_nor_harms():
    assert long_class(growth=np.nan, national=0.03) == "strength"
    assert long_class(quotient=1.2, growth=np.nan, national=0.03, change=0.1) == ""
    assert long_class(quotient=1.2, growth=0.05, national=0.03, change=0.1) == "emerging"


def test_an_unknown_quotient_has_no_class():
    assert long_class(quotient=np.nan) == ""


def test_distance_between_mirror_regions():
    share = smartspec.label([[0.8, 0.2], [0.2, 0.8]], region=["N", "S"], activity=["a", "b"])
    assert mix_distance(share).sel(region="N", peer="S").item() == pytest.approx(0.6)


mixes = arrays(float, (7, 5), elements=st.floats(0.01, 1)).map(
    lambda x: smartspec.label(x / x.sum(1, keepdims=True), region=list("abcdefg"), activity=list("vwxyz"))
)


@given(mixes)
def test_distance_is_a_distance(share):
    apart = mix_distance(share).values
    assert np.allclose(apart, apart.T)
    assert np.allclose(np.diag(apart), 0)
    assert (apart[:, :, None] <= apart[:, None, :] + apart.T[None, :, :] + 1e-9).all()


@given(mixes)
def test_nobody_is_their_own_peer(share):
    found = peers(share, share / share.mean("region"), count=3)
    for region in share.region.values:
        assert region not in found["peer"].sel(region=region).values
        assert region not in found["nearest"].sel(region=region).values


def test_the_activity_asked_about_does_not_choose_the_peers():
    """S differs from N only in activity a itself, T in everything else: asked about a, S is the peer."""
    share = smartspec.label(
        [[0.1, 0.6, 0.3], [0.3, 0.5, 0.2], [0.1, 0.2, 0.7]], region=["N", "S", "T"], activity=["a", "b", "c"]
    )
    found = peers(share, share / share.mean("region"), count=1)
    assert found["nearest"].sel(region="N", activity="a").values.tolist() == ["S"]
    assert found["holding"].sel(region="N", activity="a").item() == 1.0


def test_more_peers_than_regions_are_refused():
    share = smartspec.label([[0.5, 0.5]], region=["N"], activity=["a", "b"])
    with pytest.raises(MeasureError, match="Lower `peers: count:`"):
        peers(share, share, count=1)


def test_an_unknown_share_is_refused_by_name():
    share = smartspec.label([[0.5, 0.5], [np.nan, 0.5], [0.4, 0.6]], region=["N", "S", "T"], activity=["a", "b"])
    with pytest.raises(MeasureError, match="unknown in S"):
        peers(share, share, count=1)


def regimes(value, quotient, faster, **options):
    codes = [f"r{n}" for n in range(len(value))]
    at = {"region": codes, "activity": ["a"]}
    amount = smartspec.label([[v] for v in value], **at)
    return star_regimes(
        amount,
        amount / 100,
        smartspec.label([[q] for q in quotient], **at),
        national=amount.sum("region"),
        faster=smartspec.label([[f] for f in faster], **at),
        **options,
    )


def test_three_regimes_of_three_confirm():
    found = regimes([50, 20, 20, 5, 5], [3, 1, 1, 0.3, 0.2], [1, 1, 1, 1, 1])
    assert found["verdict"].values[:, 0].tolist() == ["confirmed", "none", "none", "none", "none"]
    assert found["applicable"].values[0, 0] == 3


def test_a_regime_without_growth_is_not_applicable_rather_than_failed():
    found = regimes([50, 20, 20, 5, 5], [3, 1, 1, 0.3, 0.2], [np.nan] * 5)
    assert found["applicable"].values[0, 0] == 2
    assert found["confirming"].values[0, 0] == 2
    assert np.isnan(found["confirms"].sel(regime="with_productivity").values).all()


def test_one_of_three_is_weak_evidence():
    found = regimes(
        [50, 20, 20, 5, 5],
        [1.6, 1.0, 1.0, 0.3, 0.2],
        [1, 1, 1, 1, 1],
        regimes=("size_specialisation_focus", "quotient_mass_growth", "top_quarter"),
        quarter=0.0001,
    )
    assert found["verdict"].values[0, 0] in ("confirmed", "weak")
    only = regimes([50, 49, 1, 1, 1], [1.6, 0.9, 0.5, 0.3, 0.2], [0] * 5)
    assert only["verdict"].values[0, 0] == "weak" or only["confirming"].values[0, 0] >= 2


def test_a_speck_of_the_countrys_activity_gets_no_star():
    """A tiny region with a huge quotient holds less than a four-hundredth of the country's activity."""
    found = regimes([0.2, 40, 30, 20, 10], [9, 1, 1, 1, 1], [1] * 5)
    assert found["verdict"].values[0, 0] == "none"


def poles(quotient=0.5, growth=np.nan, national=0.02, holding=0.0, candidate=True):
    found = pole_candidates(
        one(quotient),
        growth=one(growth),
        national_growth=smartspec.label([national], activity=["a"]),
        holding=one(holding),
        candidate=xr.DataArray([candidate], coords={"activity": ["a"]}),
    )
    return {key: found[key].item() for key in found}


def test_a_pole_needs_a_sign():
    assert not poles()["pole"]
    assert poles(growth=0.05)["pole"]
    assert poles(holding=0.6)["pole"]


def test_growth_above_a_shrinking_country_is_no_sign_while_it_shrinks_itself():
    assert not poles(growth=-0.01, national=-0.05)["pole"]


def test_what_is_already_strong_or_no_candidate_is_no_pole():
    assert not poles(quotient=1.5, growth=0.05)["pole"]
    assert not poles(growth=0.05, candidate=False)["pole"]


def test_unreadable_signs_are_counted_apart():
    found = poles(holding=0.6)
    assert (found["signs"], found["readable"]) == (1, 1)
    assert np.isnan(found["growing"])
