"""What rules and brands say of attacks whoever the candidates are, worked out once for all."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from geo.attribution.evidence import link_strength, rule_terms
from geo.attribution.out_of_reach import placed_there
from geo.verdicts.cases import Cases
from geo.verdicts.rules_arrangements import shared_sites
from geo.verdicts.rules_targets import convoy_claims


@dataclass(frozen=True, eq=False)
class Stated:
    """What is said of attacks before it is weighed for a set of candidates.

    Candidates differ by the ground of the day, so that a record has some twenty sets of them.

    Parameters
    ----------
    terms
        As `geo.attribution.evidence.rule_terms` gives them.
    strength
        Strength of the link of the brand that claimed first, on the attacks' index.
    sites
        As `geo.verdicts.rules_arrangements.shared_sites` gives them.
    placed
        As `geo.attribution.out_of_reach.placed_there` gives them.
    owners
        As `geo.verdicts.cases.Cases.first_owners`, with `convoy`: whether it claims a convoy.
    """

    terms: pd.DataFrame
    strength: pd.Series
    sites: pd.DataFrame
    placed: pd.DataFrame
    owners: pd.DataFrame

    @classmethod
    def of(cls, cases: Cases) -> Stated:
        """Apply every rule to attacks, their assessments hidden where they are weighed."""
        return cls(
            rule_terms(cases),
            link_strength(cases),
            shared_sites(cases),
            placed_there(cases),
            cases.first_owners.assign(convoy=convoy_claims(cases)),
        )

    def some(self, attacks: pd.Index) -> Stated:
        """Give what is said of some of the attacks."""
        return Stated(
            self.terms[self.terms["attack_id"].isin(attacks)],
            self.strength.reindex(attacks),
            self.sites[self.sites["attack_id"].isin(attacks)],
            self.placed[self.placed["attack_id"].isin(attacks)],
            self.owners.reindex(attacks),
        )
