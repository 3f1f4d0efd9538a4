"""A form with every type of question and appearance the window claims, as a workbook; `python -m tests.support.every_type` writes it as a server hands it out.

The XForm stands in tests/data/every_type.xml, its files in tests/data/every_type-media.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from pyxform.xls2xform import convert

from tests.support.markdown_form import write_form

DATA = Path(__file__).parents[1] / "data"
FORM = DATA / "every_type.xml"
MEDIA = DATA / "every_type-media"

_FORM = """
    | survey |                                        |                  |                               |               |                        |              |              |              |      |
    |        | type                                   | name             | label                         | appearance    | parameters             | calculation  | repeat_count | media::image | hint |
    |        | start                                  | started          |                               |               |                        |              |              |              |      |
    |        | end                                    | ended            |                               |               |                        |              |              |              |      |
    |        | today                                  | day_of_talk      |                               |               |                        |              |              |              |      |
    |        | deviceid                               | device           |                               |               |                        |              |              |              |      |
    |        | username                               | who              |                               |               |                        |              |              |              |      |
    |        | audit                                  | audit            |                               |               | track-changes=true     |              |              |              |      |
    |        | begin_group                            | texts            | Words                         |               |                        |              |              |              |      |
    |        | text                                   | plain            | A line of text                |               |                        |              |              |              |      |
    |        | text                                   | long             | Several lines                 | multiline     |                        |              |              |              |      |
    |        | text                                   | figures          | A number that is a name       | numbers       |                        |              |              |              |      |
    |        | text                                   | masked           | A secret word                 | masked        |                        |              |              |              |      |
    |        | text                                   | site             | An address of the web         | url           |                        |              |              |              |      |
    |        | end_group                              |                  |                               |               |                        |              |              |              |      |
    |        | begin_group                            | numbers          | Numbers                       |               |                        |              |              |              |      |
    |        | integer                                | whole            | A whole number                |               |                        |              |              |              |      |
    |        | decimal                                | broken           | A number with a fraction      |               |                        |              |              |              |      |
    |        | integer                                | money            | An amount                     | thousands-sep |                        |              |              |              |      |
    |        | decimal                                | degrees          | A direction                   | bearing       |                        |              |              |              |      |
    |        | integer                                | tally            | A count                       | counter       |                        |              |              |              |      |
    |        | range                                  | level            | A level                       |               | start=0 end=10 step=1  |              |              |              |      |
    |        | range                                  | upright          | A level that stands           | vertical      | start=0 end=1 step=0.1 |              |              |              |      |
    |        | range                                  | stars            | Stars                         | rating        | start=1 end=5 step=1   |              |              |              |      |
    |        | range                                  | picked_number    | A number of a list            | picker        | start=0 end=100 step=5 |              |              |              |      |
    |        | end_group                              |                  |                               |               |                        |              |              |              |      |
    |        | begin_group                            | choices          | Choices                       |               |                        |              |              |              |      |
    |        | select_one metal                       | one              | One                           |               |                        |              |              |              |      |
    |        | select_multiple metal                  | several          | Several                       |               |                        |              |              |              |      |
    |        | select_one metal                       | closed           | One of a closed list          | minimal       |                        |              |              |              |      |
    |        | select_multiple metal                  | closed_several   | Several of a closed list      | minimal       |                        |              |              |              |      |
    |        | select_one metal                       | in_columns       | One in columns                | columns-2     |                        |              |              |              |      |
    |        | select_one metal                       | packed           | One, packed                   | columns-pack  |                        |              |              |              |      |
    |        | select_one metal                       | scale            | One on a scale                | likert        |                        |              |              |              |      |
    |        | select_one metal                       | at_once          | One, and on                   | quick         |                        |              |              |              |      |
    |        | rank metal                             | order            | In order                      |               |                        |              |              |              |      |
    |        | end_group                              |                  |                               |               |                        |              |              |              |      |
    |        | begin_group                            | files_of_choices | Choices from files            |               |                        |              |              |              |      |
    |        | select_one_from_file villages.csv      | village          | The village                   | autocomplete  |                        |              |              |              |      |
    |        | select_multiple_from_file villages.csv | markets          | Its markets                   | minimal       |                        |              |              |              |      |
    |        | select_one_from_file wells.geojson     | well             | The well                      | map           |                        |              |              |              |      |
    |        | select_one_from_file parts.xml         | part             | The part                      |               |                        |              |              |              |      |
    |        | select_one shape                       | seat             | Where in the workshop?        | image-map     |                        |              |              | shop.svg     |      |
    |        | end_group                              |                  |                               |               |                        |              |              |              |      |
    |        | begin_group                            | table            | How far do you agree?         | field-list    |                        |              |              |              |      |
    |        | select_one yes_no                      | head             | Agreement                     | label         |                        |              |              |              |      |
    |        | select_one yes_no                      | power            | The power is reliable         | list-nolabel  |                        |              |              |              |      |
    |        | select_one yes_no                      | credit           | Credit is easy                | list-nolabel  |                        |              |              |              |      |
    |        | end_group                              |                  |                               |               |                        |              |              |              |      |
    |        | begin_group                            | moments          | Days and hours                |               |                        |              |              |              |      |
    |        | date                                   | day              | A day                         |               |                        |              |              |              |      |
    |        | date                                   | month            | A month                       | month-year    |                        |              |              |              |      |
    |        | date                                   | year             | A year                        | year          |                        |              |              |              |      |
    |        | date                                   | other_day        | A day of Ethiopia             | ethiopian     |                        |              |              |              |      |
    |        | time                                   | hour             | An hour                       |               |                        |              |              |              |      |
    |        | datetime                               | moment           | A day and an hour             |               |                        |              |              |              |      |
    |        | end_group                              |                  |                               |               |                        |              |              |              |      |
    |        | begin_group                            | places           | Places                        |               |                        |              |              |              |      |
    |        | geopoint                               | gate             | The gate                      |               |                        |              |              |              |      |
    |        | geotrace                               | road             | The road                      |               |                        |              |              |              |      |
    |        | geoshape                               | yard             | The yard                      |               |                        |              |              |              |      |
    |        | end_group                              |                  |                               |               |                        |              |              |              |      |
    |        | begin_group                            | files            | Files                         |               |                        |              |              |              |      |
    |        | image                                  | photo            | A photo                       |               | max-pixels=400         |              |              |              |      |
    |        | image                                  | drawn            | A drawing                     | draw          |                        |              |              |              |      |
    |        | image                                  | marked           | A photo with marks            | annotate      |                        |              |              |              |      |
    |        | image                                  | signed           | A signature                   | signature     |                        |              |              |              |      |
    |        | audio                                  | voice            | A sound                       |               |                        |              |              |              |      |
    |        | video                                  | film             | A film                        |               |                        |              |              |              |      |
    |        | file                                   | paper            | A paper                       |               |                        |              |              |              |      |
    |        | barcode                                | code             | A code                        |               |                        |              |              |              |      |
    |        | end_group                              |                  |                               |               |                        |              |              |              |      |
    |        | begin_group                            | rest             | The rest                      |               |                        |              |              |              |      |
    |        | note                                   | told             | Read this out: **thank you**. |               |                        |              |              |              |      |
    |        | acknowledge                            | agreed           | It was read back              |               |                        |              |              |              |      |
    |        | hidden                                 | kept             |                               |               |                        | 'unseen'     |              |              |      |
    |        | calculate                              | doubled          |                               |               |                        | ${whole} * 2 |              |              |      |
    |        | end_group                              |                  |                               |               |                        |              |              |              |      |
    |        | begin_group                            | labour           | Labour                        |               |                        |              |              |              |      |
    |        | begin_repeat                           | worker           | Workers                       |               |                        |              |              |              |      |
    |        | text                                   | role             | Role                          |               |                        |              |              |              |      |
    |        | integer                                | wage             | Wage                          |               |                        |              |              |              |      |
    |        | select_one yes_no                      | letter           | Letter                        |               |                        |              |              |              |      |
    |        | end_repeat                             |                  |                               |               |                        |              |              |              |      |
    |        | calculate                              | bill             |                               |               |                        | sum(${wage}) |              |              |      |
    |        | end_group                              |                  |                               |               |                        |              |              |              |      |
    |        | begin_group                            | counted          | Machines                      |               |                        |              |              |              |      |
    |        | integer                                | machines         | How many?                     |               |                        |              |              |              |      |
    |        | begin_repeat                           | machine          | Machines                      |               |                        |              | ${machines}  |              |      |
    |        | text                                   | kind             | Kind                          |               |                        |              |              |              |      |
    |        | end_repeat                             |                  |                               |               |                        |              |              |              |      |
    |        | end_group                              |                  |                               |               |                        |              |              |              |      |
    |        | begin_group                            | nested           | Houses                        |               |                        |              |              |              |      |
    |        | begin_repeat                           | house            | Houses                        |               |                        |              |              |              |      |
    |        | text                                   | owner            | Owner                         |               |                        |              |              |              |      |
    |        | begin_repeat                           | room             | Rooms                         |               |                        |              |              |              |      |
    |        | text                                   | used             | Used for                      |               |                        |              |              |              |      |
    |        | end_repeat                             |                  |                               |               |                        |              |              |              |      |
    |        | end_repeat                             |                  |                               |               |                        |              |              |              |      |
    |        | end_group                              |                  |                               |               |                        |              |              |              |      |
    |        | begin_group                            | pair             | Two at once                   | field-list    |                        |              |              |              |      |
    |        | integer                                | first            | The first                     |               |                        |              |              |              |      |
    |        | integer                                | second           | The second                    |               |                        |              |              |              |      |
    |        | end_group                              |                  |                               |               |                        |              |              |              |      |
    | choices |           |       |       |
    |         | list_name | name  | label |
    |         | metal     | brass | Brass |
    |         | metal     | iron  | Iron  |
    |         | metal     | steel | Steel |
    |         | yes_no    | yes   | Yes   |
    |         | yes_no    | no    | No    |
    |         | shape     | kiln  | Kiln  |
    |         | shape     | lathe | Lathe |
    | settings |            |            |         |                           |
    |          | form_title | form_id    | version | instance_name             |
    |          | Every type | every_type | 1       | concat('All: ', ${plain}) |
"""
_FILES = {
    "villages.csv": "name,label\nv1,Rampur\nv2,Sambhal\nv3,Bareilly\n",
    "wells.geojson": """{"type": "FeatureCollection", "features": [
  {"type": "Feature", "geometry": {"type": "Point", "coordinates": [78.70, 28.80]}, "properties": {"id": "west", "title": "West well"}},
  {"type": "Feature", "geometry": {"type": "Point", "coordinates": [78.80, 28.84]}, "properties": {"id": "east", "title": "East well"}}]}
""",
    "parts.xml": "<root><item><name>p1</name><label>Valve</label></item><item><name>p2</name><label>Tap</label></item></root>\n",
    "shop.svg": """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100">
  <rect id="kiln" x="0" y="0" width="80" height="100" fill="#ccc"/>
  <circle id="lathe" cx="150" cy="50" r="40" fill="#ccc"/>
</svg>
""",
}


def write() -> None:
    """The form and its files, anew."""
    with tempfile.TemporaryDirectory() as folder:
        path = write_form(Path(folder) / "every_type.xlsx", _FORM)
        FORM.write_text(convert(xlsform=path, pretty_print=True).xform, encoding="utf-8")
    MEDIA.mkdir(exist_ok=True)
    for name, content in _FILES.items():
        (MEDIA / name).write_text(content, encoding="utf-8")


if __name__ == "__main__":
    write()
