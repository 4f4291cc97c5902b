"""A listing's consent is always that of its project."""

from django.db import migrations

FOLLOW = """
create function projects_listing_consent() returns trigger language plpgsql as $$
begin
  update projects_listing set consent_id = new.display_consent_id where project_id = new.id;
  return null;
end
$$;
create trigger listing_follows_consent after update of display_consent_id on projects_project
for each row when (old.display_consent_id is distinct from new.display_consent_id)
execute function projects_listing_consent();
"""
UNFOLLOW = """
drop trigger listing_follows_consent on projects_project;
drop function projects_listing_consent();
"""


class Migration(migrations.Migration):
    replaces = [("projects", "0021_search")]
    dependencies = [("projects", "0006_correctors_abstain")]
    operations = [migrations.RunSQL(FOLLOW, UNFOLLOW)]
