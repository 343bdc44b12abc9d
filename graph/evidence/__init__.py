"""Files of evidence over plain HTTP: handed in by the tus protocol, and shown to those who may see them."""
