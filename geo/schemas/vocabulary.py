"""Words that other people's tables use, in English and Arabic, for our columns and tokens."""

from __future__ import annotations

import re
from collections.abc import Mapping

from geo.parsing.names import bare

_CALIBRE = re.compile(r"(?:\bعيار\s*)?\b\d{2,3}\s*(?:mm?|ملم|مم|مليمتر)\b")
"""A calibre as `key` leaves it, which takes doubled letters of longer words for one."""

COORDINATES = {"target_coordinates": "target", "launch_coordinates": "launch"}
"""Columns of one text a place (a pair, DMS or MGRS), which become latitude and longitude."""

NAMED = ("facade", "assessed_group", "permitted_by", "supported_by")
"""Columns of who claimed, did, permitted or supported it."""

_POINT = tuple(f"{word}{{}}{end}" for word in ("إحداثي", "إحداثيات") for end in ("", " mgrs"))
_TARGETS = ("الهدف", "الاستهداف", "مكان الاستهداف", "موقع الاستهداف", "مكان الهجوم", "موقع الهجوم")
_LAUNCHES = ("الإطلاق", "منطقة الإطلاق", "مكان الإطلاق", "موقع الإطلاق", "نقطة الإطلاق")

HEADERS: Mapping[str, tuple[str, ...]] = {
    "attack_id": (
        "id", "attack id", "event id", "incident id", "incident number", "serial", "ref",
        "الرقم", "رقم", "رقم الحادث", "رقم الهجوم", "المعرف", "تسلسل", "ت",
    ),
    "title": ("headline", "event", "incident", "name", "العنوان", "الحدث", "الحادث", "الاسم"),
    "date": (
        "event date", "attack date", "incident date", "date of attack", "day", "when",
        "year month day",
        "التاريخ", "تاريخ", "تاريخ الهجوم", "تاريخ الحادث", "تاريخ الاستهداف", "اليوم",
    ),
    "date_precision": ("precision of date", "دقة التاريخ"),
    "date_latest": ("latest date", "end date", "date to", "آخر تاريخ", "تاريخ الانتهاء"),
    "time_local": (
        "local time", "attack time", "time of attack", "time of day", "الوقت المحلي", "وقت الهجوم",
        "ساعة الهجوم",
    ),
    "status": ("state", "الحالة", "حالة الهجوم"),
    "method": (
        "attack type", "type of attack", "weapon type", "means", "tactic", "type",
        "الطريقة", "نوع الهجوم", "وسيلة الهجوم", "الوسيلة", "نوع السلاح", "الأسلوب", "النوع",
    ),
    "count": (
        "munitions", "number of munitions", "rounds", "quantity", "number of rockets",
        "العدد", "عدد الصواريخ", "عدد القذائف", "عدد المقذوفات",
    ),
    "attacks_in_row": ("number of attacks", "عدد الهجمات"),
    "weapon": ("weapon system", "munition", "calibre", "caliber", "السلاح", "العيار", "الذخيرة"),
    "target_place": (
        "target", "place", "location", "target location", "site", "target name", "town",
        "الهدف", "المكان", "الموقع", "موقع الهجوم", "مكان الهجوم", "المنطقة المستهدفة", "البلدة",
        "مكان الهدف", "موقع الهدف", "منطقة الهدف", "مكان الحادث", "موقع الحادث",
        "مكان الاستهداف", "موقع الاستهداف", "منطقة الاستهداف", "الموقع المستهدف", "المكان المستهدف",
    ),
    "target_lat": (
        "lat", "latitude", "y", "target latitude", "northing", "utm northing",
        "خط العرض", "العرض", "دائرة العرض",
    ),
    "target_lon": (
        "lon", "long", "lng", "longitude", "x", "target longitude", "easting", "utm easting",
        "خط الطول", "الطول",
    ),
    "target_radius_km": (
        "radius", "radius km", "accuracy km", "uncertainty km", "target radius",
        "نصف القطر", "الدقة كم", "نصف القطر كم",
    ),
    "target_coordinates": (
        "mgrs", "grid", "grid reference", "coordinates", "coordinate", "target mgrs", "lat lon",
        "target coordinates", "target grid", "position", "الإحداثيات", "احداثيات", "احداثي",
        *(word.format(f" {of}") for word in _POINT for of in _TARGETS),
        *(word.format("") for word in _POINT),
    ),
    "target_note": ("target details", "ملاحظات الهدف", "تفاصيل الهدف"),
    "launch_place": (
        "launch site", "launch location", "point of origin", "poo", "fired from", "origin",
        "مكان الإطلاق", "موقع الإطلاق", "نقطة الإطلاق", "منطقة الإطلاق",
    ),
    "launch_lat": ("launch latitude", "origin lat", "poo lat", "خط عرض الإطلاق"),
    "launch_lon": ("launch longitude", "origin lon", "poo lon", "خط طول الإطلاق"),
    "launch_radius_km": ("launch radius", "نصف قطر الإطلاق"),
    "launch_coordinates": (
        "launch mgrs", "launch grid", "launch coordinates", "poo grid", "poo mgrs",
        *(word.format(f" {of}") for word in _POINT for of in _LAUNCHES),
    ),
    "launch_note": ("launch details", "ملاحظات الإطلاق", "تفاصيل الإطلاق"),
    "facade": (
        "claimed by", "claim", "claimant", "brand", "façade", "claiming group",
        "الجهة المتبنية", "تبنى", "التبني", "المتبني", "الواجهة",
    ),
    "assessed_group": ("assessed as", "assessment", "attributed to", "المجموعة المقدرة", "التقدير"),
    "assessed_by": ("assessor", "analyst", "المحلل", "المقيم"),
    "assessed_confidence": ("confidence", "الثقة", "درجة الثقة"),
    "assessed_wording": ("wording", "نص التقدير"),
    "permitted_by": ("permission", "بإذن"),
    "supported_by": ("support", "بدعم"),
    "killed": ("dead", "deaths", "fatalities", "kia", "القتلى", "عدد القتلى", "الشهداء", "قتلى",
               "عدد الشهداء"),
    "wounded": ("injured", "injuries", "wia", "الجرحى", "عدد الجرحى", "المصابون", "جرحى",
                "عدد المصابين"),
    "note": (
        "notes", "description", "remarks", "comments", "summary", "details",
        "ملاحظات", "ملاحظة", "الوصف", "التفاصيل",
    ),
    "source": ("sources", "reported by", "reference", "url", "link", "المصدر", "المصادر", "الرابط"),
}  # fmt: skip
"""Headers that clearly mean a column, beside its own name."""

LESSER_HEADERS: Mapping[str, tuple[str, ...]] = {
    "source": ("source link", "source url", "رابط المصدر", "روابط المصادر"),
    "target_coordinates": (
        "wkt", "the geom", "geom", "geometry", "wkt geom", "geom wkt", "geopoint", "gps",
        "gps coordinates", "الموقع gps",
    ),
    "method": ("weapon used", "السلاح المستخدم", "نوع السلاح المستخدم", "الأسلحة المستخدمة"),
}  # fmt: skip
"""Headers that mean a column where no other header of the file means it."""

DATE_PARTS: Mapping[str, tuple[str, ...]] = {
    "year": ("year", "event year", "السنة", "سنة", "العام", "عام"),
    "month": ("month", "event month", "الشهر", "شهر"),
    "day": ("day", "event day", "day of month", "اليوم", "يوم"),
}
"""Headers of a date in three columns."""

LOOSE_HEADERS: Mapping[str, tuple[str, ...]] = {
    "assessed_group": (
        "group", "actor", "perpetrator", "attacker", "responsible",
        "المجموعة", "الجهة", "الفاعل", "الفصيل", "الجهة المنفذة", "المنفذ",
    ),
    "target_radius_km": ("precision", "accuracy", "الدقة"),
    "killed": ("casualties", "الخسائر", "الضحايا"),
}  # fmt: skip
"""Headers that may mean a column and may mean another thing: a person has to say so."""

WIDER_WORDS = ("governorate", "province", "district", "subdistrict", "admin1", "admin2", "محافظة",
               "قضاء", "ناحية")  # fmt: skip
"""Words of a header of governorates or districts, for which there is no column."""

ROLE_WORDS: Mapping[str, tuple[str, ...]] = {
    "target": ("target", "targeted", "هدف", "أهداف", "استهداف", "مستهدف", "مستهدفة"),
    "launch": ("launch", "launched", "origin", "poo", "fired", "إطلاق", "انطلاق"),
}
"""Words of a header that say whether it is of the target or of the launch."""

METHOD_WORDS: Mapping[str, tuple[str, ...]] = {
    "rocket": (
        "rockets", "rocket attack", "rocket fire", "katyusha", "katyusha rockets", "grad",
        "grad rockets", "صاروخ", "صواريخ", "كاتيوشا", "صاروخ كاتيوشا", "صواريخ كاتيوشا", "غراد",
        "صاروخ غراد", "صواريخ غراد", "قصف صاروخي", "هجوم صاروخي",
    ),
    "mortar": (
        "mortars", "mortar fire", "mortar shells", "هاون", "هاونات", "قذائف هاون", "قذيفة هاون",
        "قصف بالهاون",
    ),
    "ballistic_missile": (
        "ballistic", "ballistic missile", "ballistic missiles", "صاروخ باليستي", "صواريخ باليستية",
    ),
    "cruise_missile": (
        "cruise", "cruise missile", "cruise missiles", "صاروخ كروز", "صواريخ كروز", "صاروخ جوال",
    ),
    "drone_fixed_wing": (
        "fixed wing drone", "طائرة مسيرة ثابتة الجناح", "مسيرة ثابتة الجناح",
    ),
    "drone_small": ("small drone", "مسيرة صغيرة", "طائرة مسيرة صغيرة"),
    "drone_quadcopter": ("quadcopter", "quadcopters", "كوادكوبتر", "مسيرة رباعية المراوح"),
    "drone_unspecified": (
        "drone", "drones", "drone, type not stated", "uav", "uavs", "uas", "drone attack",
        "explosive drone", "one way attack drone", "مسيرة", "مسيرات", "طائرة مسيرة", "طائرات مسيرة",
        "درون", "هجوم بطائرة مسيرة", "مسيرة مفخخة", "طائرة مسيرة مفخخة", "طائرات مسيرة مفخخة",
        "مسيرة انتحارية", "طائرة مسيرة انتحارية",
    ),
    "roadside_bomb": (
        "roadside bomb", "roadside bombs", "ied", "ieds", "roadside ied",
        "improvised explosive device", "عبوة", "عبوة ناسفة", "عبوات ناسفة",
    ),
    "small_arms": (
        "small arms", "small arms fire", "saf", "gunfire", "shooting", "إطلاق نار", "أسلحة خفيفة",
    ),
    "other": (
        "other means", "sticky bomb", "magnetic bomb", "magnetic ied", "عبوة لاصقة", "عبوات لاصقة",
        "أخرى", "غير ذلك",
    ),
}  # fmt: skip
"""A bomb fixed to a vehicle is no roadside bomb; a drone is small only where the word says so."""

UNKNOWN_WORDS = (
    "unknown", "not known", "not stated", "unspecified", "n/a", "غير معروف", "غير معروفة", "مجهول",
    "مجهولة", "غير محدد", "غير محددة",
)  # fmt: skip
"""Words that say that a thing is not known; such a cell is empty."""

NOBODY_WORDS = (
    *UNKNOWN_WORDS, "unclaimed", "not claimed", "no claim", "none", "nobody", "no one",
    "لم تتبن", "لم تتبنى", "لم يتبن", "لم يتبنى", "لم يتبن أحد", "لم يتبنه أحد", "لم يتبناه أحد",
    "لم يتبنها أحد", "لم يتبناها أحد", "لم تتبن أي جهة", "لم تتبنه أي جهة", "لم تتبناه أي جهة",
    "لم تتبنها أي جهة", "لم تتبناها أي جهة", "غير متبنى", "غير متبناة", "بلا تبن", "بدون تبني",
    "لا أحد", "لا يوجد", "لا توجد", "جهة مجهولة", "جهة غير معروفة",
)  # fmt: skip
"""Words that stand where nobody claimed, or nobody is named; such a cell is empty."""

STATUS_WORDS: Mapping[str, tuple[str, ...]] = {
    "confirmed": ("verified", "مؤكد"),
    "reported": ("مبلغ عنه",),
    "claimed_only": ("claimed", "claim only", "متبنى فقط"),
    "thwarted": ("foiled", "intercepted", "احبط", "محبط"),
    "discovered": ("found", "عثر عليه"),
}
CONFIDENCE_WORDS: Mapping[str, tuple[str, ...]] = {
    "high": ("عالية", "عال"),
    "moderate": ("medium", "متوسطة", "متوسط"),
    "low": ("منخفضة", "منخفض"),
}
WORDS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "method": {**METHOD_WORDS, "": UNKNOWN_WORDS},
    "status": STATUS_WORDS,
    "assessed_confidence": CONFIDENCE_WORDS,
    **{column: {"": NOBODY_WORDS} for column in NAMED},
}
"""Cells that stand for a token, or for an empty one, by column."""


def without_calibre(text: str) -> str:
    """Bare key of a weapon without its calibre, such as “rockets” for “107mm rockets”."""
    return " ".join(_CALIBRE.sub(" ", bare(text)).split())
