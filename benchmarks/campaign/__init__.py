"""The durability campaign: a real service under writers is killed; what it promised is looked for."""
