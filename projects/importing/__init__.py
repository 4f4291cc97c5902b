"""批量导入: a spreadsheet becomes drafts in a unit's custody.

`ordering` is what people order; a worker carries it out (`carrying`): `reading` the file,
`checking` its rows, `recognising` what is there already, `taking` the good ones in, `undoing` it.
"""
