"""Outer services behind the ports: tables, queues, Graph, sign-in, e-mail."""
