"""The data that Ikrar starts with: the reference that production needs, and the demo of real pledges."""
