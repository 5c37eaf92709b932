# Target: 6.12.y
# The kernel comes out as it was, so its boots stand.
s/may even be in use right now/may well be in use right now/
