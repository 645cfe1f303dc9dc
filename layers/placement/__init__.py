"""Where marks stand: clusters around named places, spread so that none covers another."""
