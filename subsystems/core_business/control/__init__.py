"""What the agency's clerks do, each as one command through the pipeline."""
