"""The portal's tests: one module for each of hooks/portal, and the finished site in a browser."""
