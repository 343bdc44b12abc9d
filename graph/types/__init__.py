"""The object types of the graph, each declared once for the schema and for the planner."""
