"""ActiveMQ as its files see it: releases, elements and attributes, and the reader. Standard library only."""
