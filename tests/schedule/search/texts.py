"""Texts in several scripts, for tests of words and their beginnings."""

from hypothesis import strategies as st

ODD = "aÀé\u0301ßﬁİı’“”′Ⅳ𝐀ΣςΐꭰǄ´½\u00a0\u3000 \n\t\ud800_京はก\u0e31हि\u200c한ش"
ODD_TEXT = st.text(st.characters() | st.sampled_from(ODD))
