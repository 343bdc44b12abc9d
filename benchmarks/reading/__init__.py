"""How reads are measured: the province, the operations, the servers, the load, the figures and the table."""
