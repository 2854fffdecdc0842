"""What goes over HTTP, and what people read."""
