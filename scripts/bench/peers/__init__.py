"""The peers' side of the benchmarks: the same work with the libraries that people would pick."""
