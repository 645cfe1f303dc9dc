"""The card of an area or a place: whose it was, by which sightings, and what happened there."""
