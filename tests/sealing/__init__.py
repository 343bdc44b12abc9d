"""The proof: history is sealed behind the writes, and whatever is done to it is named."""
