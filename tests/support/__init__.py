"""Systems, studies and runs that several tests share."""
