"""Questions that read: how things are counted, as SQL that lists, counts and the matrix share."""
