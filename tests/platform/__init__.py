"""The process as an operator meets it: started, killed, stopped, started again."""
