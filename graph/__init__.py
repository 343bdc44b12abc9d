"""The GraphQL face of Ikrar: types, planner, mutations, HTTP edge. It translates, it does not decide."""
