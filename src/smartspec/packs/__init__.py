"""Country packs: data only, one folder per country."""
