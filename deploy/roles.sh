#!/bin/bash
# Run once by the postgres image, on an empty data folder: the two roles of the portal.
# ztc_owner migrates and owns the tables, ztc_app serves; docs/operations.md has the same in SQL.
set -euo pipefail
: "${ZTC_OWNER_PASSWORD:?}" "${ZTC_APP_PASSWORD:?}"

# Passwords are taken from the environment, so that no process list shows them.
psql -v ON_ERROR_STOP=1 --no-psqlrc --username "${POSTGRES_USER:-postgres}" --dbname "$POSTGRES_DB" <<'SQL'
\getenv database POSTGRES_DB
\getenv owner_password ZTC_OWNER_PASSWORD
\getenv app_password ZTC_APP_PASSWORD
create role ztc_owner login password :'owner_password';
create role ztc_app login password :'app_password';
grant ztc_app to ztc_owner;
alter database :"database" owner to ztc_owner;
revoke all on database :"database" from public;
grant connect, temporary on database :"database" to ztc_app;
SQL
