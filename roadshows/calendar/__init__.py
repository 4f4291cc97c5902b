"""全国排期: days for all roadshows of a year, as a problem of its own. Pure: it knows neither the
database nor Django's models; `roadshows.queries.calendar` says what the problem is.

`problem` is what is given and which days a roadshow may have, `clashes` what breaks a rule, `parts`
the rules one by one, `grid` both as the solver reads them, `searching` the solver at work,
`filling` what a hand fills in. `solving` finds the best days, `conflict` why there are none,
`mending` a move out of a clash.
"""
