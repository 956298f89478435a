"""An adapter whose clock a test can step, installed like any distribution's."""
