"""Text of nine scripts: the right font for each run, conjuncts formed, and every word searchable in the PDF."""

from __future__ import annotations

import io
import re

import pytest
from pypdf import PdfReader
from pypdf.generic import ContentStream
from reportlab.pdfgen.canvas import Canvas

from fieldsurvey.reports.pdf import text
from fieldsurvey.reports.pdf.fonts import font, font_script
from fieldsurvey.reports.pdf.text import runs_of, shape
from fieldsurvey.reports.scripts import LATIN

SENTENCES = {
    "Devanagari": "क्लस्टर की स्थिति: श्रमिकों का विश्वास",
    "Bengali": "ক্লাস্টারের শ্রমিক ও প্রযুক্তি",
    "Gurmukhi": "ਪੰਜਾਬ ਦੇ ਕਾਮੇ ਅਤੇ ਪ੍ਰਸ਼ਨ",
    "Gujarati": "ગુજરાતના શ્રમિકો અને ક્ષેત્ર",
    "Oriya": "ଓଡ଼ିଶାର ଶ୍ରମିକ ଓ ଯନ୍ତ୍ର",
    "Tamil": "தமிழ்நாட்டின் தொழிலாளர்கள்",
    "Telugu": "కార్మికులు ప్రశ్న స్త్రీ",
    "Kannada": "ಕಾರ್ಮಿಕರು ಪ್ರಶ್ನೆ ವಿಶ್ವಾಸ",
    "Malayalam": "തൊഴിലാളികൾ ചോദ്യം ക്ലസ്റ്റർ",
}


def page_of(*lines: str) -> PdfReader:
    """A PDF with these lines, one under the other."""
    target = io.BytesIO()
    canvas = Canvas(target, pageCompression=0)
    for number, line in enumerate(lines):
        text.draw(canvas, 40, 760 - 20 * number, line, 11)
    canvas.save()
    target.seek(0)
    return PdfReader(target)


def spoken(pdf: PdfReader) -> set[str]:
    """The words given as ActualText on the first page."""
    page = pdf.pages[0]
    stream = ContentStream(page.get_contents(), pdf)
    found = set()
    for operands, operator in stream.operations:
        if operator == b"BDC" and operands[0] == "/Span":
            found.add(str(operands[1]["/ActualText"]))
    return found


@pytest.mark.parametrize(("script", "sentence"), SENTENCES.items())
def test_each_script_has_its_font_and_no_letter_is_missing(script: str, sentence: str) -> None:
    word = shape(sentence.split(maxsplit=1)[0])
    assert [run.font.fontName for run in word.runs] == [f"NotoSans{script}-Regular"]
    missing = font(script).char_of(0, "")
    assert missing not in {glyph.char for run in word.runs for glyph in run.glyphs}


@pytest.mark.parametrize("sentence", SENTENCES.values(), ids=SENTENCES)
def test_words_whose_glyphs_are_not_their_letters_carry_them(sentence: str) -> None:
    shaped = {word for word in sentence.split() if not shape(word).is_spelled}
    assert shaped
    assert shaped <= spoken(page_of(sentence))


def test_latin_inside_hindi_is_set_in_the_latin_font() -> None:
    assert runs_of("Udyamपंजीकरण(66%)") == [(LATIN, "Udyam"), ("Devanagari", "पंजीकरण"), (LATIN, "(66%)")]


def test_joiners_and_danda_stay_with_the_letters_before_them() -> None:
    assert runs_of("ಕ್ಲಸ್ಟರ್\u200cನ") == [("Kannada", "ಕ್ಲಸ್ಟರ್\u200cನ")]
    assert runs_of("है।") == [("Devanagari", "है।")]


def test_a_joiner_among_latin_letters_stays_with_them() -> None:
    assert runs_of("a\u200db") == [(LATIN, "a\u200db")]


def test_a_sign_the_latin_font_lacks_comes_from_another() -> None:
    assert font_script("\u2212") == "Devanagari"
    assert font_script("₹") == LATIN


def test_a_conjunct_is_narrower_than_its_letters() -> None:
    assert shape("क्ष").width < shape("क").width + shape("ष").width


def test_latin_text_needs_no_help_to_be_copied() -> None:
    pdf = page_of("Official finance 14,99,561")
    assert spoken(pdf) == set()
    assert "Official finance 14,99,561" in pdf.pages[0].extract_text()


def test_a_conjuncts_glyph_names_its_letters_in_the_fonts_own_map() -> None:
    pdf = page_of("क्षेत्र")
    fonts = pdf.pages[0]["/Resources"]["/Font"]
    maps = [
        f.get_object()["/ToUnicode"].get_object().get_data().decode()
        for f in fonts.values()
        if "/ToUnicode" in f.get_object()
    ]
    letters = "क्ष".encode("utf-16-be").hex().upper()
    assert any(f"<{letters}>" in cmap for cmap in maps)
    assert not any(re.search(r"> <E0[0-9A-F]{2}>", cmap) for cmap in maps)


def test_bold_has_its_own_width() -> None:
    assert text.width("प्रतिष्ठान", 10, bold=True) != text.width("प्रतिष्ठान", 10)


def test_text_ends_where_it_is_told_to() -> None:
    pdf = page_of("x")
    assert pdf.pages[0].extract_text().strip() == "x"
    assert text.width("a b", 10) == pytest.approx(sum(w.width for w in text.words_of("a b")) / 100)


@pytest.mark.parametrize("sentence", [*SENTENCES.values(), "ढूँढता टूँडला मूँगफली", "ಕೆಂಪು ಚಿಟ್ಟೆಗಳು", "টুঁটি চূড়া"])
def test_glyphs_move_on_as_the_font_says(sentence: str) -> None:
    """Two marks over one letter each move back: written side by side, "-88" and "78" would be one number."""
    pdf = page_of(sentence)
    stream = ContentStream(pdf.pages[0].get_contents(), pdf)
    moved = sum(
        float(one)
        for operands, operator in stream.operations
        if operator == b"TJ"
        for one in operands[0]
        if not isinstance(one, (bytes, str))
    )
    glyphs = [
        (run.font, glyph) for word in text.words_of(sentence) for run in word.runs for glyph in run.glyphs
    ]
    assert moved == pytest.approx(sum(face.width_of(one.char) - one.advance for face, one in glyphs))
