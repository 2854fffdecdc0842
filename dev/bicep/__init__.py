"""Reads Bicep as far as infra/ uses it, to check it where no compiler is."""
