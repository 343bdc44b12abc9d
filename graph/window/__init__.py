"""The public window: the open matrix and its pledges as pages without a script, for slow phones and print.

It asks the graph as the public does, by documents of its own, and knows nothing but the answers.
"""
