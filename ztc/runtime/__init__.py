"""What turns a bare machine into a running portal: environment, servers, supervision, checks."""
