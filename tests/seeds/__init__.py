"""Seeds and imports: what they load, that loading again changes nothing, how a broken file is refused."""
