"""Which of the unit's postings a row is, and what of its draft would change."""

from collections.abc import Mapping, Sequence

from foundation.typed import Typed
from matching.filing import is_waiting
from matching.importing.layout import typed_of
from matching.models import PostingDraft
from matching.states import PostingStatus
from projects.columns.layout import NUMBER
from projects.models import ImportRow
from projects.states import Outcome

# What was given up is nobody's any more; what a house's own people filed is theirs. A name alone
# has the code it has in rows, where one house is called so.
OWN = """
own as (
  select p.id, p.source_key,
         coalesce(nullif(d.typed ->> 'org_code', ''), nullif(o.code, ''),
                  d.typed ->> 'org_name', '')
           || '|' || coalesce(btrim(d.typed ->> 'title'), '') as same_name
  from matching_posting p join matching_postingdraft d on d.posting_id = p.id
  left join (
    select name, min(code) as code from accounts_organisation group by name having count(*) = 1
  ) o on o.name = d.typed ->> 'org_name'
  where p.custodian_id = %(unit)s and p.kind = %(kind)s and p.status <> 'dropped'
)
"""


def drafts_by_posting(rows: Sequence[ImportRow]) -> Mapping[int | None, PostingDraft]:
    """Of the postings that rows are, each with its versions."""
    drafts = PostingDraft.objects.filter(posting__in=[row.item for row in rows if row.item])
    found = drafts.select_related("posting").prefetch_related("posting__versions")
    return {draft.posting_id: draft for draft in found}


def outcomes(rows: Sequence[ImportRow], drafts: Mapping[int | None, PostingDraft]) -> list[Outcome]:
    return [_outcome(row, drafts[row.item]) for row in rows]


def _outcome(row: ImportRow, draft: PostingDraft) -> Outcome:
    if not changes_of(row, draft):
        return Outcome.SAME
    is_open = draft.posting.status == PostingStatus.DRAFT and not is_waiting(draft.posting)
    return Outcome.UPDATE if is_open else Outcome.FILED


def changes_of(row: ImportRow, draft: PostingDraft) -> dict[str, Typed]:
    """By name, what the row says otherwise than the draft; an empty cell says nothing."""
    said = typed_of(row.values)
    changes = {name: text for name, text in said.items() if text != draft.typed.get(name)}
    if row.number and not draft.posting.source_key:
        changes[NUMBER] = row.number
    return changes
