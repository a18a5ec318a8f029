"""What can be stolen is stolen and used: what a thief then can and cannot do is held against the computed exposure."""
