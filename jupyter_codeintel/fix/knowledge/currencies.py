"""Codes that stand for a hundredth of a currency, as quotes of shares have them."""

HUNDREDTHS = {"GBp": "GBP", "GBX": "GBP", "GBx": "GBP", "ILA": "ILS", "ILa": "ILS", "ZAc": "ZAR",
              "ZAC": "ZAR", "USX": "USD", "USd": "USD", "EUc": "EUR", "EUX": "EUR"}  # fmt: skip
"""Pence are no pounds, though their code has the same letters."""
