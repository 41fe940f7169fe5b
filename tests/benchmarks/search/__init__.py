"""What search costs and finds, in a real browser, beside what others do."""
