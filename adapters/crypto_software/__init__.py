"""SM2, SM3 and SM4 in software."""
