"""The verbs of `./run`, a module each: `register(app)` adds the verb to the command line."""
