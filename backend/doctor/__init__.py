"""`congvu doctor`: what is wrong with a deployment, and the line that mends it. It changes nothing."""
