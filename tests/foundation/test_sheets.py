"""Spreadsheets as people have them: what is read, what is said of it, what is refused."""

from foundation.sheets.reading import open_sheet


def test_rows_are_texts_by_their_number(tmp_path):
    path = tmp_path / "表.csv"
    path.write_text("名称,单位\n\n碳化硅,一所\n", encoding="gb18030")

    with open_sheet(path, extension="csv") as sheet:
        assert list(sheet.rows()) == [(1, ["名称", "单位"]), (3, ["碳化硅", "一所"])]
