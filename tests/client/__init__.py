"""The built client in a browser: what people do with it, over the real service and a real database."""
