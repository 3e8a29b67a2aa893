"""Where figures come from: one provider, one file; all return a panel and a snapshot."""
