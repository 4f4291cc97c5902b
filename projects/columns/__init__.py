"""What a column of the 信息表 means: on a page, in Word, in a spreadsheet.

Its field reads what people write, its label and its other names find it, its hint says what is
wanted. `rows` are the tables inside the sheet; `resource` is the sheet as a spreadsheet.
"""
