"""What `bench matrix` is made of: its questions, pgbench as the floor, and databases of several sizes."""
