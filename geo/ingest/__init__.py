"""A user's file to records or to quarantine, with every fault named."""
