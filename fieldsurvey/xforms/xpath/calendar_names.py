"""Short names of months and days, in the languages forms are written in. From the Unicode CLDR (Unicode License v3)."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CalendarNames:
    """Twelve months from January, seven days from Monday."""

    months: tuple[str, ...]
    days: tuple[str, ...]


def _names(months: str, days: str) -> CalendarNames:
    return CalendarNames(tuple(months.split()), tuple(days.split()))


_BY_CODE = {
    "en": _names(
        "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
        "Mon Tue Wed Thu Fri Sat Sun",
    ),
    "hi": _names(
        "जन॰ फ़र॰ मार्च अप्रैल मई जून जुल॰ अग॰ सित॰ अक्टू॰ नव॰ दिस॰",
        "सोम मंगल बुध गुरु शुक्र शनि रवि",
    ),
    "as": _names(
        "জানু ফেব্ৰু মাৰ্চ এপ্ৰিল মে’ জুন জুলাই আগ ছেপ্তে অক্টো নৱে ডিচে",
        "সোম মঙ্গল বুধ বৃহ শুক্ৰ শনি দেও",
    ),
    "bn": _names(
        "জানু ফেব মার্চ এপ্রি মে জুন জুল আগ সেপ অক্টো নভে ডিসে",
        "সোম মঙ্গল বুধ বৃহস্পতি শুক্র শনি রবি",
    ),
    "brx": _names(
        "जान फेब मार्च एप्रि मे जुन जुल आग सेप अक्ट’ नवे डिसे",
        "सम मंगल बुध बिस्थि सुखुर सनि रबि",
    ),
    "doi": _names(
        "जन. फर. मार्च अप्रैल मेई जून जुलाई अग. सित. अक्तू. नव. दिस.",
        "सोम मंगल बुध बीर शुक्र शनि ऐत",
    ),
    "gu": _names(
        "જાન્યુ ફેબ્રુ માર્ચ એપ્રિલ મે જૂન જુલાઈ ઑગસ્ટ સપ્ટે ઑક્ટો નવે ડિસે",
        "સોમ મંગળ બુધ ગુરુ શુક્ર શનિ રવિ",
    ),
    "kn": _names(
        "ಜನ ಫೆಬ್ರ ಮಾರ್ಚ್ ಏಪ್ರಿ ಮೇ ಜೂನ್ ಜುಲೈ ಆಗ ಸೆಪ್ಟೆಂ ಅಕ್ಟೋ ನವೆಂ ಡಿಸೆಂ",
        "ಸೋಮ ಮಂಗಳ ಬುಧ ಗುರು ಶುಕ್ರ ಶನಿ ಭಾನು",
    ),
    "kok": _names(
        "जानेवारी फेब्रुवारी मार्च एप्रील मे जून जुलय ऑगस्ट सप्टेंबर ऑक्टोबर नोव्हेंबर डिसेंबर",
        "सोमार मंगळार बुधवार बिरेस्तार शुक्रार शेनवार आयतार",
    ),
    "ks": _names(
        "جنؤری فرؤری مارٕچ اپریل مئی جوٗن جُلَے اگست ستمبر اکتوٗبر نومبر دسمبر",
        "ژٔندٕروار بۆموار بودوار برؠسوار جُمہ بٹوار آتھوار",
    ),
    "ml": _names(
        "ജനു ഫെബ്രു മാർ ഏപ്രി മേയ് ജൂൺ ജൂലൈ ഓഗ സെപ്റ്റം ഒക്ടോ നവം ഡിസം",
        "തിങ്കൾ ചൊവ്വ ബുധൻ വ്യാഴം വെള്ളി ശനി ഞായർ",
    ),
    "mni": _names(
        "জন ফেব্রুৱারি মার্চ এপ্রিল মে জুন জুলাই ওগ সেপ্টেম্বর ওক্টোবর নভেম্বর ডিসেম্বর",
        "নিংথৌকাবা লৈবাকপোকপা য়ুমশকৈশা শগোলশেন ইরাই থাংজ নোংমাইজিং",
    ),
    "mr": _names(
        "जाने फेब्रु मार्च एप्रि मे जून जुलै ऑग सप्टें ऑक्टो नोव्हें डिसें",
        "सोम मंगळ बुध गुरु शुक्र शनि रवि",
    ),
    "ne": _names(
        "जनवरी फेब्रुअरी मार्च अप्रिल मे जुन जुलाई अगस्ट सेप्टेम्बर अक्टोबर नोभेम्बर डिसेम्बर",
        "सोम मङ्गल बुध बिहि शुक्र शनि आइत",
    ),
    "or": _names(
        "ଜାନୁଆରୀ ଫେବୃଆରୀ ମାର୍ଚ୍ଚ ଅପ୍ରେଲ ମଇ ଜୁନ ଜୁଲାଇ ଅଗଷ୍ଟ ସେପ୍ଟେମ୍ବର ଅକ୍ଟୋବର ନଭେମ୍ବର ଡିସେମ୍ବର",
        "ସୋମ ମଙ୍ଗଳ ବୁଧ ଗୁରୁ ଶୁକ୍ର ଶନି ରବି",
    ),
    "pa": _names(
        "ਜਨ ਫ਼ਰ ਮਾਰਚ ਅਪ੍ਰੈ ਮਈ ਜੂਨ ਜੁਲਾ ਅਗ ਸਤੰ ਅਕਤੂ ਨਵੰ ਦਸੰ",
        "ਸੋਮ ਮੰਗਲ ਬੁੱਧ ਵੀਰ ਸ਼ੁੱਕਰ ਸ਼ਨਿੱਚਰ ਐਤ",
    ),
    "sa": _names(
        "जनवरी: फरवरी: मार्च: अप्रैल: मई जून: जुलाई: अगस्त: सितंबर: अक्तूबर: नवंबर: दिसंबर:",
        "सोम मंगल बुध गुरु शुक्र शनि रवि",
    ),
    "sat": _names(
        "ᱡᱟᱱ ᱯᱷᱟ ᱢᱟᱨ ᱟᱯᱨ ᱢᱮ ᱡᱩᱱ ᱡᱩᱞ ᱟᱜᱟ ᱥᱮᱯ ᱚᱠᱴ ᱱᱟᱣ ᱫᱤᱥ",
        "ᱚᱛ ᱵᱟ ᱥᱟᱹ ᱥᱟᱹᱨ ᱡᱟᱹ ᱧᱩ ᱥᱤᱸ",
    ),
    "sd": _names(
        "جنوري فيبروري مارچ اپريل مئي جون جولاءِ آگسٽ سيپٽمبر آڪٽوبر نومبر ڊسمبر",
        "سومر اڱارو اربع خميس جمعو ڇنڇر آچر",
    ),
    "ta": _names(
        "ஜன. பிப். மார். ஏப். மே ஜூன் ஜூலை ஆக. செப். அக். நவ. டிச.",
        "திங். செவ். புத. வியா. வெள். சனி ஞாயி.",
    ),
    "te": _names(
        "జన ఫిబ్ర మార్చి ఏప్రి మే జూన్ జులై ఆగ సెప్టెం అక్టో నవం డిసెం",
        "సోమ మంగళ బుధ గురు శుక్ర శని ఆది",
    ),
    "ur": _names(
        "جنوری فروری مارچ اپریل مئی جون جولائی اگست ستمبر اکتوبر نومبر دسمبر",
        "پیر منگل بدھ جمعرات جمعہ ہفتہ اتوار",
    ),
    "si": _names(
        "ජන පෙබ මාර්තු අප්‍රේල් මැයි ජූනි ජූලි අගෝ සැප් ඔක් නොවැ දෙසැ",
        "සඳුදා අඟහ බදාදා බ්‍රහස් සිකු සෙන ඉරිදා",
    ),
    "my": _names(
        "ဇန် ဖေ မတ် ဧ မေ ဇွန် ဇူ ဩ စက် အောက် နို ဒီ",
        "တနင်္လာ အင်္ဂါ ဗုဒ္ဓဟူး ကြာသပတေး သောကြာ စနေ တနင်္ဂနွေ",
    ),
    "th": _names(
        "ม.ค. ก.พ. มี.ค. เม.ย. พ.ค. มิ.ย. ก.ค. ส.ค. ก.ย. ต.ค. พ.ย. ธ.ค.",
        "จ. อ. พ. พฤ. ศ. ส. อา.",
    ),
    "ar": _names(
        "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
        "الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد",
    ),
    "fa": _names(
        "ژانویه فوریه مارس آوریل مه ژوئن ژوئیه اوت سپتامبر اکتبر نوامبر دسامبر",
        "دوشنبه سه‌شنبه چهارشنبه پنجشنبه جمعه شنبه یکشنبه",
    ),
    "am": _names(
        "ጃን ፌብ ማርች ኤፕሪ ሜይ ጁን ጁላይ ኦገስ ሴፕቴ ኦክቶ ኖቬም ዲሴም",
        "ሰኞ ማክሰ ረቡዕ ሐሙስ ዓርብ ቅዳሜ እሑድ",
    ),
    "sw": _names(
        "Jan Feb Mac Apr Mei Jun Jul Ago Sep Okt Nov Des",
        "Jumatatu Jumanne Jumatano Alhamisi Ijumaa Jumamosi Jumapili",
    ),
    "id": _names(
        "Jan Feb Mar Apr Mei Jun Jul Agu Sep Okt Nov Des",
        "Sen Sel Rab Kam Jum Sab Min",
    ),
    "fr": _names(
        "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.",
        "lun. mar. mer. jeu. ven. sam. dim.",
    ),
    "es": _names(
        "ene feb mar abr may jun jul ago sept oct nov dic",
        "lun mar mié jue vie sáb dom",
    ),
    "pt": _names(
        "jan. fev. mar. abr. mai. jun. jul. ago. set. out. nov. dez.",
        "seg. ter. qua. qui. sex. sáb. dom.",
    ),
    "ru": _names(
        "янв. февр. мар. апр. мая июн. июл. авг. сент. окт. нояб. дек.",
        "пн вт ср чт пт сб вс",
    ),
    "de": _names(
        "Jan. Feb. März Apr. Mai Juni Juli Aug. Sept. Okt. Nov. Dez.",
        "Mo. Di. Mi. Do. Fr. Sa. So.",
    ),
    "it": _names(
        "gen feb mar apr mag giu lug ago set ott nov dic",
        "lun mar mer gio ven sab dom",
    ),
    "nl": _names(
        "jan feb mrt apr mei jun jul aug sep okt nov dec",
        "ma di wo do vr za zo",
    ),
    "tr": _names(
        "Oca Şub Mar Nis May Haz Tem Ağu Eyl Eki Kas Ara",
        "Pzt Sal Çar Per Cum Cmt Paz",
    ),
    "zh": _names(
        "1月 2月 3月 4月 5月 6月 7月 8月 9月 10月 11月 12月",
        "周一 周二 周三 周四 周五 周六 周日",
    ),
    "ja": _names(
        "1月 2月 3月 4月 5月 6月 7月 8月 9月 10月 11月 12月",
        "月 火 水 木 金 土 日",
    ),
}
_BY_NAME = {
    "assamese": "as", "bangla": "bn", "bengali": "bn", "bodo": "brx", "dogri": "doi", "gujarati": "gu", "hindi": "hi",
    "kannada": "kn", "konkani": "kok", "kashmiri": "ks", "malayalam": "ml", "manipuri": "mni", "marathi": "mr",
    "nepali": "ne", "odia": "or", "oriya": "or", "punjabi": "pa", "sanskrit": "sa", "santali": "sat", "sindhi": "sd",
    "tamil": "ta", "telugu": "te", "urdu": "ur", "french": "fr", "français": "fr", "spanish": "es", "español": "es",
    "portuguese": "pt", "swahili": "sw", "arabic": "ar", "amharic": "am", "indonesian": "id", "russian": "ru",
}  # fmt: skip
_CODE = re.compile(r"\(([A-Za-z]{2,3})(?:[-_][A-Za-z]+)?\)\s*\Z")


def names_for(language: str) -> CalendarNames:
    """The names in a language as forms spell it, "Hindi (hi)", "Hindi" or "hi"; English for others."""
    found = _CODE.search(language)
    name = language.strip().lower()
    code = found[1].lower() if found else _BY_NAME.get(name, re.split(r"[-_]", name)[0])
    return _BY_CODE.get(code, _BY_CODE["en"])
