"""GraphiQL at /graphiql, from files of our own server: where they come from, and how they are served."""
