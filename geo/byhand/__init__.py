"""What a person enters: attacks, claims and areas in a journal of their own."""
