"""`python3 -m dev audit`: scans infra/ with checkov, which has an environment of its own."""
