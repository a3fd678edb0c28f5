"""Do the tests notice when the code is wrong? `make mutants` changes it, one small change at a time, and asks them."""
