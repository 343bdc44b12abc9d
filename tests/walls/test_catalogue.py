"""What the catalogue says of the second wall: it stands around every table, and nothing looks over it."""

from typing import Final

from sqlalchemy import text

from models import Base
from service.database import Database
from service.trust import ASKERS

_BARE: Final = {"alembic_version"}
"""The short list of what needs none: it says which version the schema is of."""
_WALLS: Final = text("""
SELECT c.relname, c.relrowsecurity, count(p.polname)
FROM pg_class c LEFT JOIN pg_policy p ON p.polrelid = c.oid
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') GROUP BY c.oid
""")
_POLICIES: Final = text("""
SELECT tablename, policyname, permissive, roles::text[] AS roles, cmd, qual, with_check FROM pg_policies
""")
_OVER: Final = text("""
SELECT relname FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind IN ('v', 'm')
  AND NOT coalesce(reloptions, '{}') @> ARRAY['security_invoker=true']
UNION ALL SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosecdef
UNION ALL SELECT typname FROM pg_type WHERE typnamespace = 'public'::regnamespace AND typtype = 'e'
""")
_LEAKY: Final = text("""
SELECT operator FROM unnest(ARRAY['=(text,text)', '<(text,text)', '>=(text,text)', '=(uuid,uuid)',
  '<(uuid,uuid)', '=(bigint,bigint)', '<(bigint,bigint)', '>(date,date)', '<=(date,date)',
  '<(timestamptz,timestamptz)', '=(boolean,boolean)']) AS operator
JOIN pg_operator o ON o.oid = operator::regoperator JOIN pg_proc f ON f.oid = o.oprcode WHERE NOT proleakproof
""")
"""Of the operators by which indexes are asked here, those that leak: below a policy none would be used."""


async def test_every_table_has_row_level_security_and_a_policy_or_is_on_the_short_list(
    itself: Database,
) -> None:
    async with itself.reading() as session:
        found = (await session.execute(_WALLS)).all()
    assert {name for name, _, _ in found} == {table.name for table in Base.metadata.sorted_tables} | _BARE
    assert {name for name, stands, policies in found if not stands or not policies} == _BARE


async def test_a_class_has_at_most_one_policy_for_a_table_and_verb(itself: Database) -> None:
    classes = {trust.role for trust in ASKERS}
    async with itself.reading() as session:
        found = (await session.execute(_POLICIES)).all()
    ours = [(row.tablename, row.cmd, role) for row in found for role in row.roles if role in classes]
    assert len(ours) == len({*ours})
    assert {row.cmd for row in found if {*row.roles} & classes} == {"SELECT", "INSERT", "UPDATE", "DELETE"}
    assert {role for row in found for role in row.roles} == classes | {"ikrar_app"}
    assert {row.permissive for row in found} == {"PERMISSIVE"}


async def test_what_is_not_told_is_nobody_in_every_policy(itself: Database) -> None:
    """After a transaction such a setting is empty and not missing: as a uuid it would be an error."""
    async with itself.reading() as session:
        found = (await session.execute(_POLICIES)).all()
    said = [
        part for row in found for part in (row.qual, row.with_check) if part and "current_setting" in part
    ]
    assert len(said) > 50
    for part in said:
        bare = part.replace("current_setting('ikrar.role'::text, true)", "")
        assert bare.count("current_setting(") == bare.count("NULLIF(current_setting(")
        assert bare.count("current_setting(") == bare.count(", true), ''::text)")


async def test_nothing_looks_over_the_wall(itself: Database) -> None:
    async with itself.reading() as session:
        assert (await session.execute(_OVER)).all() == []
        assert (await session.execute(_LEAKY)).all() == []
