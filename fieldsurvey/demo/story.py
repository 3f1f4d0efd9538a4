"""The invented cluster and the short texts of the chapters no questionnaire can fill, each labelled synthetic."""

from __future__ import annotations

from collections.abc import Mapping

from fieldsurvey.demo.enterprise import CLUSTER
from fieldsurvey.records import Cluster

_ENGLISH = {
    "summary": (
        "**Synthetic text.** Every firm in this report is invented. The figures are drawn by the program so that a "
        "reader can see each chapter filled; they say nothing about any real cluster."
    ),
    "history": (
        "**Synthetic text.** In this invented story the cluster began with a handful of foundries that cast utensils "
        "from scrap. Turned parts followed when pumps and switches were made in the region. A first programme, ten "
        "years ago, trained 120 operators and paid for a study visit; the testing room it planned was never built."
    ),
    "sector": (
        "**Synthetic text.** Demand for turned brass parts follows construction, vehicles and electrical goods. "
        "Buyers ask for smaller lots, tighter tolerances and lead-free alloys. Imported parts set the price of the "
        "simplest items."
    ),
    "map": (
        "**Synthetic text.** Scrap dealers and rod extruders supply the makers; platers and job workers take single "
        "steps; traders, exporters and a few large buyers sell. An association and a training institute stand beside "
        "them."
    ),
    "principal_firms": "**Synthetic text.** No firm is named: none exists.",
    "support": (
        "**Synthetic text.** The district office registers firms and keeps the scheme desk. The nearest testing "
        "laboratory is a day away. Two banks have a branch inside the estate. The association meets four times a year."
    ),
    "vision": (
        "**Synthetic text.** In five years the firms want a common plating and testing centre, half of the lathes "
        "replaced, and every worker on a written roll."
    ),
    "action_plan": (
        "**Synthetic text.** First year: trust building, a shared purchase of rod, training of setters. Second year: "
        "a detailed project report for a common facility. Third year: the facility itself, run by the firms."
    ),
}
_HINDI = {
    "summary": (
        "**काल्पनिक पाठ।** इस रिपोर्ट की हर इकाई गढ़ी हुई है। आँकड़े कार्यक्रम ने बनाए हैं ताकि पाठक हर अध्याय भरा हुआ देख सके; "
        "वे किसी असली क्लस्टर के बारे में कुछ नहीं कहते।"
    ),
    "history": (
        "**काल्पनिक पाठ।** इस गढ़ी हुई कहानी में क्लस्टर कुछ ढलाईघरों से शुरू हुआ जो कबाड़ से बर्तन ढालते थे। आसपास पंप और स्विच "
        "बनने लगे तो खराद के पुर्ज़े बनने लगे। दस वर्ष पहले एक कार्यक्रम ने 120 कामगारों को सिखाया और एक अध्ययन यात्रा कराई; "
        "जो जाँच कक्ष सोचा गया था वह कभी नहीं बना।"
    ),
    "sector": (
        "**काल्पनिक पाठ।** पीतल के पुर्ज़ों की माँग निर्माण, वाहनों और बिजली के सामान के साथ चलती है। खरीदार छोटे ऑर्डर, बारीक नाप "
        "और सीसा-रहित धातु माँगते हैं। सबसे सादे पुर्ज़ों का दाम आयात तय करता है।"
    ),
    "map": (
        "**काल्पनिक पाठ।** कबाड़ के व्यापारी और छड़ बनाने वाले माल देते हैं; प्लेटिंग और जॉब वर्क करने वाले एक-एक चरण करते हैं; "
        "व्यापारी, निर्यातक और कुछ बड़े खरीदार बेचते हैं। साथ में एक संघ और एक प्रशिक्षण संस्थान है।"
    ),
    "principal_firms": "**काल्पनिक पाठ।** किसी इकाई का नाम नहीं दिया गया: कोई है ही नहीं।",
    "support": (
        "**काल्पनिक पाठ।** ज़िला कार्यालय पंजीकरण करता है और योजनाओं की जानकारी देता है। सबसे पास की जाँच प्रयोगशाला एक दिन दूर है। "
        "दो बैंकों की शाखाएँ औद्योगिक क्षेत्र में हैं। संघ साल में चार बार मिलता है।"
    ),
    "vision": (
        "**काल्पनिक पाठ।** पाँच वर्ष में इकाइयाँ एक साझा प्लेटिंग और जाँच केंद्र, आधी खराद मशीनों का बदलाव, और हर कामगार का नाम "
        "लिखित हाज़िरी में चाहती हैं।"
    ),
    "action_plan": (
        "**काल्पनिक पाठ।** पहला वर्ष: भरोसा बढ़ाना, छड़ की साझी खरीद, मशीन लगाने वालों का प्रशिक्षण। दूसरा वर्ष: साझा सुविधा की "
        "विस्तृत परियोजना रिपोर्ट। तीसरा वर्ष: इकाइयों द्वारा चलाया गया केंद्र।"
    ),
}


def demo_cluster() -> Cluster:
    """The cluster the synthetic firms belong to: a simple random sample of 1,850 invented firms."""
    return Cluster(
        name=CLUSTER,
        cluster_type="industrial",
        locality="Jamnagar",
        district="Jamnagar",
        state="Gujarat",
        products="Turned and cast brass parts",
        agency="Demonstration agency (synthetic)",
        donor="Demonstration donor (synthetic)",
        population=1850,
        sample_design="random",
        synthetic=True,
    )


def narratives(language: str) -> Mapping[str, str]:
    """Chapter -> Markdown, in English or Hindi ("hi", "Hindi (hi)"); English for any other language."""
    return dict(_HINDI if "(hi" in language or language == "hi" else _ENGLISH)
