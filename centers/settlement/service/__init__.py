"""What the settlement center offers, in small modules behind one facade."""
