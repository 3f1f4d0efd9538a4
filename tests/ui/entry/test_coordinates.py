"""A place is understood however it is written; what is none is refused."""

from __future__ import annotations

import pytest

from fieldsurvey.ui.entry.devices.coordinates import read_position

JAMNAGAR = (22.4707, 70.0577)


@pytest.mark.parametrize(
    "text",
    [
        "22.4707 70.0577",
        "22.4707,70.0577",
        "(22.4707, 70.0577)",
        "२२.४७०७ ७०.०५७७",
        "22,4707; 70,0577",
        "22.4707° N, 70.0577° E",
        "22°28'14.52\"N 70°03'27.72\"E",
        "22°28′14.52″ 70°03′27.72″",
        "N 22° 28.242' E 70° 03.462'",
        "22 28 14.52 N, 70 3 27.72 E",
        "E 70.0577 N 22.4707",
        "Lat: 22.4707 Long: 70.0577",
        "Sharma Brass, near the gate 3: 22.4707, 70.0577",
        "geo:22.4707,70.0577",
        "https://www.google.com/maps/@22.4707,70.0577,17z",
        "https://www.google.com/maps/place/Lal+Bungalow/@22.1,70.1,17z/data=!3m1!4b1!8m2!3d22.4707!4d70.0577",
        "https://maps.google.com/?q=22.4707%2C70.0577",
        "https://www.google.com/maps/search/?api=1&query=22.4707,70.0577",
        "https://www.openstreetmap.org/#map=17/22.4707/70.0577",
        "https://www.openstreetmap.org/?mlat=22.4707&mlon=70.0577#map=5/10.1/10.2",
        "https://maps.apple.com/?ll=22.4707,70.0577&z=12",
        "https://bing.com/maps?cp=22.4707~70.0577&lvl=12",
    ],
)
def test_a_place_is_read_however_it_is_written(text: str) -> None:
    found = read_position(text)
    assert found is not None
    assert (found.latitude, found.longitude) == pytest.approx(JAMNAGAR, abs=1e-6)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("33.8688 S 151.2093 E", (-33.8688, 151.2093)),
        ("-33.8688 151.2093", (-33.8688, 151.2093)),
        ("33°52'07.7\"S 70°38'58\"W", (-33.868806, -70.649444)),
        ("33.8688S 151.2093", (-33.8688, 151.2093)),
    ],
)
def test_south_and_west_are_below_zero(text: str, place: tuple[float, float]) -> None:
    found = read_position(text)
    assert found is not None
    assert (found.latitude, found.longitude) == pytest.approx(place, abs=1e-6)


@pytest.mark.parametrize(
    "text",
    [
        "22.4707 70.0577 214 8",
        "22.4707 70.0577 214.0 8.0",
        "Latitude 22.4707 Longitude 70.0577 Altitude: 214 m Accuracy: 8 m",
        "22.4707, 70.0577 ± 8 m alt 214 m",
        "geo:22.4707,70.0577,214;u=8",
    ],
)
def test_altitude_and_accuracy_are_kept_when_they_are_there(text: str) -> None:
    found = read_position(text)
    assert found is not None
    assert found.value == "22.4707 70.0577 214.0 8.0"


@pytest.mark.parametrize(
    "text",
    ["", "Moradabad", "22.4707", "95 70", "22 190", "22°61'00\"N 70°03'00\"E", "22 N 23 N", "1 2 3 4 5",
     "house 12, street 5", "https://maps.app.goo.gl/AbC123", "22 28 14 5 N 70 3 27 1 E"],
)  # fmt: skip
def test_what_tells_no_place_is_refused(text: str) -> None:
    assert read_position(text) is None
