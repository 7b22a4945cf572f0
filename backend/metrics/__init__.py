"""What a running process tells Prometheus of itself: counts and times of operations, never of a person or a letter."""
