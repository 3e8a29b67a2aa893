"""Every measure by key: its unit, its range and where it was published. Its words live in the catalogues.

Measure    one line of the register
REGISTER   all measures, by the name of their function
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["REGISTER", "Measure"]


@dataclass(frozen=True)
class Measure:
    """One measure: the chapter it stands in, its unit, its range and its reference."""

    chapter: str
    unit: str
    low: float | None
    high: float | None
    reference: str


REGISTER: dict[str, Measure] = {
    "location_quotient": Measure("specialisation", "ratio", 0, None, "Balassa 1965"),
    "symmetric_location_quotient": Measure("specialisation", "ratio", -1, 1, "Laursen 2015"),
    "presence": Measure("specialisation", "0 or 1", 0, 1, "Hidalgo et al. 2007"),
    "excess": Measure("specialisation", "unit of the amounts", None, None, "Hoover 1936"),
    "without": Measure("specialisation", "unit of the amounts", 0, None, "ours"),
    "at_mean_share": Measure("specialisation", "ratio", 0, None, "ours"),
    "krugman_index": Measure("specialisation", "share", 0, 1, "Krugman 1991"),
    "population_quotient": Measure("specialisation", "ratio", 0, None, "Bustos and Yildirim 2022"),
    "additive_location_quotient": Measure("specialisation", "share", -1, 1, "Hoen and Oosterhaven 2006"),
    "standardised_location_quotient": Measure(
        "specialisation", "standard deviations", None, None, "O'Donoghue and Gleave 2004"
    ),
    "inferred_advantage": Measure("specialisation", "ratio", 0, None, "Bruno et al. 2023"),
    "location_quotient_interval": Measure("specialisation", "ratio", 0, None, "Garwood 1936; Marshall 1991"),
    "average_location_quotient": Measure("specialisation", "ratio", 1, None, "Hoover and Giarratani 1985"),
    "hachman_index": Measure("specialisation", "ratio", 0, 1, "Hachman 1995"),
    "specialisation_coefficient": Measure("specialisation", "share", 0, 1, "Hoover and Giarratani 1985"),
    "portfolio_similarity": Measure("specialisation", "correlation", -1, 1, "Bahar et al. 2014"),
    "herfindahl_index": Measure("concentration", "share", 0, 1, "Herfindahl 1950"),
    "entropy": Measure("concentration", "nats", 0, None, "Shannon 1948"),
    "effective_number": Measure("concentration", "activities", 1, None, "Hill 1973"),
    "evenness": Measure("concentration", "share", 0, 1, "Pielou 1966"),
    "relative_entropy": Measure("concentration", "nats", 0, None, "Kullback and Leibler 1951"),
    "unrelated_variety": Measure("concentration", "bits", 0, None, "Frenken et al. 2007"),
    "related_variety": Measure("concentration", "bits", 0, None, "Frenken et al. 2007"),
    "gini": Measure("concentration", "share", 0, 1, "Gini 1914"),
    "lorenz_curve": Measure("concentration", "share", 0, 1, "Lorenz 1905"),
    "hoover_index": Measure("concentration", "share", 0, 1, "Hoover 1936"),
    "hoover_curve": Measure("concentration", "share", 0, 1, "Hoover 1936"),
    "hoover_gini": Measure("concentration", "share", 0, 1, "Hoover 1936"),
    "locational_gini": Measure("concentration", "share", 0, 0.5, "Krugman 1991"),
    "ellison_glaeser": Measure("concentration", "ratio", None, 1, "Ellison and Glaeser 1997"),
    "maurel_sedillot": Measure("concentration", "ratio", None, 1, "Maurel and Sedillot 1999"),
    "coagglomeration": Measure("concentration", "ratio", None, None, "Ellison et al. 2010"),
    "cluster_index": Measure("concentration", "ratio", 0, None, "Litzenberger and Sternberg 2006"),
    "theil_t": Measure("inequality", "nats", 0, None, "Theil 1967"),
    "theil_l": Measure("inequality", "nats", 0, None, "Theil 1967"),
    "atkinson": Measure("inequality", "share", 0, 1, "Atkinson 1970"),
    "coefficient_of_variation": Measure("inequality", "ratio", 0, None, "Pearson 1896"),
    "williamson_index": Measure("inequality", "ratio", 0, None, "Williamson 1965"),
    "sigma_convergence": Measure("inequality", "per year", None, None, "Barro and Sala-i-Martin 1992"),
    "beta_convergence": Measure("inequality", "per year", None, None, "Barro and Sala-i-Martin 1992"),
    "chained": Measure("dynamics", "ratio", 0, None, "national accounts practice"),
    "combined_index": Measure("dynamics", "per cent of previous year", 0, None, "Paasche 1874"),
    "growth": Measure("dynamics", "share per year", -1, None, "compound growth"),
    "contribution": Measure("dynamics", "percentage points", None, None, "national accounts practice"),
    "shift_share": Measure("dynamics", "unit of the amounts", None, None, "Dunn 1960"),
    "volatility": Measure("dynamics", "percentage points", 0, None, "standard deviation"),
    "entries": Measure("dynamics", "0 or 1", 0, 1, "Neffke et al. 2011"),
    "exits": Measure("dynamics", "0 or 1", 0, 1, "Neffke et al. 2011"),
    "persistence": Measure("dynamics", "share", 0, 1, "Proudman and Redding 2000"),
    "trajectory": Measure("dynamics", "words", None, None, "ours"),
    "structural_change": Measure("dynamics", "share", 0, 1, "Dietrich 2012"),
    "co_occurrence": Measure("relatedness", "regions", 0, None, "Hidalgo et al. 2007"),
    "proximity": Measure("relatedness", "share", 0, 1, "Hidalgo et al. 2007"),
    "conditional_probability": Measure("relatedness", "share", 0, 1, "Hidalgo et al. 2007"),
    "geometric": Measure("relatedness", "share", 0, 1, "van Eck and Waltman 2009"),
    "association_strength": Measure("relatedness", "ratio", 0, None, "van Eck and Waltman 2009"),
    "cosine": Measure("relatedness", "share", 0, 1, "van Eck and Waltman 2009"),
    "jaccard": Measure("relatedness", "share", 0, 1, "van Eck and Waltman 2009"),
    "probability_index": Measure("relatedness", "ratio", 0, None, "Steijn 2021"),
    "advantage_correlation": Measure("relatedness", "share", 0, 1, "Bustos et al. 2012"),
    "z_relatedness": Measure("relatedness", "standard deviations", None, None, "Teece et al. 1994"),
    "permutation_relatedness": Measure("relatedness", "standard deviations", None, None, "Carstens et al. 2018"),
    "validated_relatedness": Measure("relatedness", "0 or 1", 0, 1, "Saracco et al. 2017"),
    "taxonomy_network": Measure("relatedness", "share", 0, 1, "Zaccaria et al. 2014"),
    "assist_matrix": Measure("relatedness", "share", 0, 1, "Pugliese et al. 2019"),
    "labour_flow_relatedness": Measure("relatedness", "ratio", -1, 1, "Neffke and Henning 2013"),
    "co_classification": Measure("relatedness", "documents", 0, None, "Perianes-Rodriguez et al. 2016"),
    "linkage_relatedness": Measure("relatedness", "share", 0, 1, "Ellison et al. 2010"),
    "blend": Measure("relatedness", "unit of the tables", None, None, "ours"),
    "maximum_spanning_network": Measure("relatedness", "unit of the relatedness", 0, None, "Hidalgo et al. 2007"),
    "region_proximity": Measure("relatedness", "share", 0, 1, "Bahar et al. 2014"),
    "cross_relatedness": Measure("relatedness", "share", 0, 1, "Catalan et al. 2022"),
    "relatedness_density": Measure("relatedness", "share", 0, 1, "Hidalgo et al. 2007"),
    "relative_density": Measure("relatedness", "standard deviations", None, None, "Pinheiro et al. 2025"),
    "complementary_density": Measure("relatedness", "share", 0, 1, "Balland and Boschma 2021"),
    "interregional_complementarity": Measure("relatedness", "share", 0, 1, "Balland and Boschma 2021"),
    "coherence": Measure("relatedness", "unit of the relatedness", None, None, "Nesta and Saviotti 2005"),
    "diversity": Measure("complexity", "activities", 0, None, "Hidalgo and Hausmann 2009"),
    "ubiquity": Measure("complexity", "regions", 0, None, "Hidalgo and Hausmann 2009"),
    "reflections": Measure("complexity", "activities or regions", 0, None, "Hidalgo and Hausmann 2009"),
    "economic_complexity": Measure("complexity", "standard deviations", None, None, "Hausmann et al. 2014"),
    "projected_complexity": Measure("complexity", "unit of the values", None, None, "Hausmann et al. 2014"),
    "fitness": Measure("complexity", "ratio to the mean", 0, None, "Tacchella et al. 2012"),
    "genepy": Measure("complexity", "index", 0, None, "Sciarra et al. 2020"),
    "eci_plus": Measure("complexity", "natural logarithm", None, None, "Albeaik et al. 2017"),
    "prody": Measure("complexity", "unit of the income", 0, None, "Hausmann et al. 2007"),
    "expy": Measure("complexity", "unit of the income", 0, None, "Hausmann et al. 2007"),
    "outlook_index": Measure("complexity", "standard deviations", None, None, "Hausmann et al. 2014"),
    "outlook_gain": Measure("complexity", "standard deviations", None, None, "Hausmann et al. 2014"),
    "activity_gini": Measure("complexity", "unit of the inequality", 0, None, "Hartmann et al. 2017"),
    "ease_of_recombination": Measure("complexity", "codes per document", 0, None, "Fleming and Sorenson 2001"),
    "nestedness": Measure("complexity", "share", 0, 1, "Almeida-Neto et al. 2008"),
    "log_supermodularity": Measure("complexity", "share", 0, 1, "Schetter 2019"),
    "technical_coefficients": Measure("linkages", "per unit of output", 0, None, "Leontief 1936"),
    "leontief_inverse": Measure("linkages", "per unit of final demand", 0, None, "Leontief 1936"),
    "ghosh_inverse": Measure("linkages", "per unit of primary input", 0, None, "Ghosh 1958"),
    "output_multipliers": Measure("linkages", "ratio", 0, None, "Miller and Blair 2009"),
    "backward_linkages": Measure("linkages", "ratio to the mean", 0, None, "Rasmussen 1956"),
    "forward_linkages": Measure("linkages", "ratio to the mean", 0, None, "Jones 1976"),
    "key_activities": Measure("linkages", "ratio to the mean", 0, None, "Rasmussen 1956"),
    "hypothetical_extraction": Measure("linkages", "unit of the output", 0, None, "Temurshoev 2010"),
    "regional_coefficients": Measure("linkages", "per unit of output", 0, None, "Flegg and Webber 1997"),
    "minimum_requirements": Measure("linkages", "share", 0, 1, "Ullman and Dacey 1960"),
    "economic_base": Measure("linkages", "unit of the amounts", 0, None, "Hoyt 1954"),
    "moran": Measure("spatial", "ratio", None, None, "Moran 1950"),
    "geary": Measure("spatial", "ratio", 0, None, "Geary 1954"),
    "spatial_gini": Measure("spatial", "share", 0, 1, "Rey and Smith 2013"),
    "local_moran": Measure("spatial", "ratio", None, None, "Anselin 1995"),
    "getis_ord": Measure("spatial", "standard deviations", None, None, "Ord and Getis 1995"),
    "duranton_overman": Measure("points", "per km", 0, None, "Duranton and Overman 2005"),
    "marcon_puech_m": Measure("points", "ratio", 0, None, "Marcon and Puech 2010"),
}
