"""How good the method is: scorecard, baselines, labelled data and exercises."""
