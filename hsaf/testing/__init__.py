"""The test kit for plugin authors: a harness, conformance suites and fakes one enjoys using."""
