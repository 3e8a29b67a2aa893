"""Measures beside their peers: `python -m benchmarks.measures`; the optional tests compare the same libraries' numbers.

tables     made-up tables and what the steps need of them, the same in every environment
libraries  what each library is asked to compute, ours and the bare operations among them
run        one step of one library, in a process of its own: seconds, memory or numbers
peers      which version of which peer, and an environment for each
"""
