"""The card of one attack: verdict, evidence, sources and reviews."""
