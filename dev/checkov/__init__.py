"""`python3 -m dev audit infra`: scans infra/ with checkov, which has an environment of its own."""
