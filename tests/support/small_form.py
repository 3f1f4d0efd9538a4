"""The small form most studies of the tests are made of: a workbook with each feature, and a firm's answers to it."""

from __future__ import annotations

from datetime import UTC, datetime

NOW = datetime(2026, 11, 3, 9, 15, tzinfo=UTC)
"""When interviews of the tests are held."""
PASSPHRASE = "brass river window seven"
"""Of their locked studies."""

SURVEY = """
    | survey |                        |                  |            |                       |                   |          |                    |                              |                                  |              |            |         |                     |            |
    |        | type                   | name             | parameters | label::English (en)   | label::Hindi (hi) | required | relevant           | constraint                   | constraint_message::English (en) | calculation  | disclosure | unit    | period              | missing    |
    |        | begin_group            | identity         |            | Identity              | पहचान             |          |                    |                              |                                  |              |            |         |                     |            |
    |        | text                   | firm_name        |            | Name of the firm      | फर्म का नाम        | yes      |                    |                              |                                  |              | direct     |         |                     |            |
    |        | text                   | gstin            |            | GST number            | जीएसटी नंबर        |          |                    |                              |                                  |              | direct     |         |                     |            |
    |        | select_one yes_no      | consent_register |            | May we name you?      | क्या नाम दें?        |          |                    |                              |                                  |              |            |         |                     |            |
    |        | image                  | photo            |            | Photo                 | फ़ोटो              |          |                    |                              |                                  |              | direct     |         |                     |            |
    |        | end_group              |                  |            |                       |                   |          |                    |                              |                                  |              |            |         |                     |            |
    |        | begin_group            | labour           |            | Labour                | श्रम               |          |                    |                              |                                  |              |            |         |                     |            |
    |        | integer                | workers          |            | How many workers?     | कितने कामगार?      |          |                    | . >= 0 or . = -98 or . = -99 | Not below zero.                  |              |            | persons | last 30 days        | dk refused |
    |        | begin_repeat           | worker           |            | Workers               | कामगार            |          |                    |                              |                                  |              |            |         |                     |            |
    |        | text                   | role             |            | Role                  | काम               |          |                    |                              |                                  |              | free       |         |                     |            |
    |        | decimal                | wage             |            | Wage                  | मज़दूरी             |          |                    | . >= 0                       | Not below zero.                  |              |            | Rs      | last 30 days        |            |
    |        | end_repeat             |                  |            |                       |                   |          |                    |                              |                                  |              |            |         |                     |            |
    |        | calculate              | wage_bill        |            | Wage bill             |                   |          |                    |                              |                                  | sum(${wage}) |            | Rs      | last 30 days        |            |
    |        | end_group              |                  |            |                       |                   |          |                    |                              |                                  |              |            |         |                     |            |
    |        | begin_group            | trade            |            | Trade                 | व्यापार            |          |                    |                              |                                  |              |            |         |                     |            |
    |        | select_one yes_no      | exports          |            | Do you export?        | क्या निर्यात?       |          |                    |                              |                                  |              |            |         |                     | dk         |
    |        | decimal                | export_value     |            | Exports               | निर्यात            |          | ${exports} = 'yes' |                              |                                  |              |            | Rs      | last financial year |            |
    |        | decimal                | turnover         |            | Turnover              | बिक्री             |          |                    |                              |                                  |              |            | Rs      | last financial year | dk refused |
    |        | select_multiple market | markets          |            | Where do you sell?    | कहाँ बेचते हैं?        |          |                    |                              |                                  |              |            |         |                     |            |
    |        | select_one yes_no      | unrecorded       |            | Sales without a bill? | बिना बिल?         |          |                    |                              |                                  |              | sensitive  |         |                     |            |
    |        | end_group              |                  |            |                       |                   |          |                    |                              |                                  |              |            |         |                     |            |
"""

CHOICES = """
    | choices |           |        |                     |                   |
    |         | list_name | name   | label::English (en) | label::Hindi (hi) |
    |         | yes_no    | yes    | Yes                 | हाँ                |
    |         | yes_no    | no     | No                  | नहीं               |
    |         | yes_no    | dk     | Don't know          | पता नहीं           |
    |         | market    | local  | In the district     | ज़िले में             |
    |         | market    | india  | In India            | भारत में            |
    |         | market    | abroad | Abroad              | विदेश              |
"""

SETTINGS = """
    | settings |         |                 |         |                  |               |
    |          | form_id | form_title      | version | default_language | instance_name |
    |          | small   | Small firm form | 1       | English (en)     | ${firm_name}  |
"""

CHECKS = """
    | checks |                     |              |                  |                             |                         |          |
    |        | name                | question     | check            | message::English (en)       | message::Hindi (hi)     | severity |
    |        | exports_in_turnover | export_value | . <= ${turnover} | Exports are above turnover. | निर्यात बिक्री से ज़्यादा है। | warn     |
"""

INDICATORS = """
    | indicators |              |         |                     |           |                    |          |      |
    |            | name         | section | label::English (en) | statistic | variable           | universe | unit |
    |            | export_share | trade   | Firms that export   | share     | ${exports} = 'yes' |          | %    |
"""

SMALL = SURVEY + CHOICES + SETTINGS + CHECKS + INDICATORS
"""The form whole. Written before another, it gives the sheets the other does not write."""

ANSWERS = {
    "/data/identity/firm_name": "Sharma Brass Works",
    "/data/identity/gstin": "27AAPFU0939F1ZV",
    "/data/identity/consent_register": "yes",
    "/data/labour/workers": "2",
    "/data/labour/worker[1]/role": "Polisher",
    "/data/labour/worker[1]/wage": "9000",
    "/data/labour/worker[2]/role": "=cmd()",
    "/data/labour/worker[2]/wage": "11000.5",
    "/data/trade/exports": "yes",
    "/data/trade/export_value": "500000",
    "/data/trade/turnover": "1499561",
    "/data/trade/markets": "local abroad",
    "/data/trade/unrecorded": "no",
}
