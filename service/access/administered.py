"""What administrators keep, as they see it: accounts, what these may act as, tokens, names that wait.

For everybody else there is nothing of it, and nothing is even asked of tables that their class may not name.
"""

from sqlalchemy import ARRAY, ColumnElement, Text, cast, exists, false, func, literal_column, null, select

from models.agency import Account, AccountRole, ApiToken, Person
from models.place import PlaceName
from models.record import History
from models.sign_in import AccountLink, Password, SecondFactor
from service.access.actors import Role
from service.access.bare import bare
from service.access.visibility import Visible
from service.rules.policy import Sight, sees

_INVITATION: ColumnElement[str] = literal_column("'INVITATION'")
_SIGN_IN: ColumnElement[str] = literal_column("'SIGN_IN'")


def visible_accounts(role: Role) -> Visible:
    """Every account with its person and how they come in; never what opens the door."""
    account, person, link = bare(Account), bare(Person), bare(AccountLink)
    password, factor, held, past = bare(Password), bare(SecondFactor), bare(AccountRole), bare(History)
    its_own = {
        "roles": func.array(
            select(held.c.role).where(held.c.account_id == account.c.id).scalar_subquery(),
            type_=ARRAY(Text()),
        ),
        "has_password": exists(select(password.c.account_id).where(password.c.account_id == account.c.id)),
        "has_second_factor": exists(
            select(factor.c.account_id).where(
                factor.c.account_id == account.c.id, factor.c.confirmed_at.is_not(None)
            )
        ),
        "invited_until": select(link.c.expires_at)
        .where(link.c.account_id == account.c.id, link.c.purpose == _INVITATION)
        .scalar_subquery(),
        "signed_in_at": select(func.max(past.c.recorded_at))
        .where(past.c.subject_id == account.c.id, past.c.action == _SIGN_IN)
        .scalar_subquery(),
    }
    rows = select(
        *(account.c.id, account.c.email, account.c.recorded_at, account.c.closed_at),
        *(account.c.invitation_due_at, person.c.name, person.c.position),
        *(value.label(name) for name, value in its_own.items()),
    ).join_from(account, person, person.c.id == account.c.person_id)
    return rows if sees(role, Sight.DOOR) else _nothing_like(rows)


def visible_assignments(role: Role) -> Visible:
    """What accounts may act as."""
    held = bare(AccountRole)
    return select(held) if sees(role, Sight.DOOR) else _nothing_like(select(held))


def visible_tokens(role: Role) -> Visible:
    """The tokens of programs, without their digests."""
    token = bare(ApiToken)
    rows = select(*(each for each in token.c if each.name != "digest"))
    return rows if sees(role, Sight.DOOR) else _nothing_like(rows)


def visible_place_names(role: Role) -> Visible:
    """Names of places that a person makes out."""
    name = bare(PlaceName)
    return select(name) if sees(role, Sight.DOOR) else _nothing_like(select(name))


def _nothing_like(rows: Visible) -> Visible:
    """No row, with the columns of others, of tables that the class may not even name."""
    nothing = (cast(null(), each.type).label(each.name) for each in rows.selected_columns)
    return select(*nothing).where(false())
