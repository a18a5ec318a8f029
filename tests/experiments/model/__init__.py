"""What routes say of networks, against what real brokers do."""
