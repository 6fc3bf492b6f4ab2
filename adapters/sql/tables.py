"""The tables: all that is ever kept, by class (privacy.md). No serial ids, no column for anybody's words.

Instants are integers, microseconds since 1970 in UTC. What is sealed is binary. `place` columns hold an instant, too,
made unique: they order rows, and count nothing.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    false,
    text,
    true,
)

from adapters.sql.engine import only

metadata = MetaData(naming_convention={"ix": "ix_%(column_0_N_label)s", "uq": "uq_%(table_name)s_%(column_0_N_name)s"})


def _id(name: str = "id", *, primary_key: bool = False) -> Column[str]:
    return Column(name, String(32), nullable=False, primary_key=primary_key)


def _instant(name: str, *, nullable: bool = False) -> Column[int]:
    return Column(name, BigInteger, nullable=nullable)


def _within(table: str, name: str, *, key: bool = False) -> Column[str]:
    """A row that goes when the one it belongs to goes."""
    return Column(name, String(32), ForeignKey(f"{table}.id", ondelete="CASCADE"), nullable=False, primary_key=key)


def _live(name: str, place: str, *, unique: bool = False) -> Column[bytes]:
    """Sealed with the key of the day (`adapters/sql/new_day.py`): an "address", or the body of a row of this kind."""
    return Column(name, LargeBinary, nullable=False, unique=unique, info={"live": place})


def _roster(name: str, place: str, *, nullable: bool = False, index: bool = False) -> Column[bytes]:
    """Sealed with the roster's key: an "address", or what stands in a row of this kind."""
    return Column(name, LargeBinary, nullable=nullable, index=index, info={"roster": place})


def _hash(name: str, **more: Any) -> Column[str]:
    """A keyed hash, which a new master key hashes once more (`adapters/sql/new_key.py`)."""
    return Column(name, String(64), info={"hash": True}, **{"nullable": False, **more})


def _community() -> Column[str]:
    return Column("community", String(32), ForeignKey("communities.id"), nullable=False)


# --- live: gone when the conversation is over -------------------------------------------------------------------------

requests = Table(
    "requests", metadata,
    _id(primary_key=True),
    _community(),
    _live("seeker", "address", unique=True),
    Column("state", String(16), nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("danger", Boolean, nullable=False),
    _instant("arrived_at"),
    _instant("next_step_at"),
    _live("body", "request"),
    Column("opened_at", BigInteger, nullable=False, server_default="0"),
    _instant("wave_ends_at", nullable=True),
    _instant("danger_at", nullable=True),
)  # fmt: skip
# A query finds a partial index by its very words, so the queries use these too.
OPEN, UNCLAIMED, CLAIMED = text("state = 'open'"), text("state <> 'claimed'"), text("state = 'claimed'")
Index("ix_requests_waiting", requests.c.community, requests.c.danger.desc(), requests.c.arrived_at,
      **only(OPEN))  # fmt: skip
Index("ix_requests_claimed", requests.c.id, **only(CLAIMED))
Index("ix_requests_due", requests.c.next_step_at, **only(UNCLAIMED))

offers = Table(
    "offers", metadata,
    _id(primary_key=True),
    _within("requests", "request"),
    Column("epoch", Integer, nullable=False),
    _id("listener"),
    Column("round", Integer, nullable=False, server_default="0"),
    Column("answer", String(16), nullable=False, server_default="standing"),
)  # fmt: skip
Index("uq_offers_once", offers.c.request, offers.c.epoch, offers.c.listener, unique=True)

# A listener's turn on call (bot/duty.py): kept while it lasts, so that caps and rest hold across a restart.
duties = Table(
    "duties", metadata,
    _within("listeners", "listener", key=True),
    _instant("until"),
    _instant("served_at", nullable=True),
    Column("served", Integer, nullable=False),
    Column("talked", BigInteger, nullable=False),  # microseconds
    Column("offers", Integer, nullable=False),
    Column("overlooked", String, nullable=False),
    _instant("cool_until", nullable=True),
    Column("request", String(32), nullable=False),
    _instant("offered_at", nullable=True),
    _instant("next_step_at"),
)  # fmt: skip
Index("ix_duties_due", duties.c.next_step_at)

conversations = Table(
    "conversations", metadata,
    _id(primary_key=True),
    _id("request"),
    Column("epoch", Integer, nullable=False),
    _community(),
    _id("listener"),
    _instant("arrived_at"),
    _instant("started_at"),
    _instant("quiet_since"),
    _instant("next_step_at"),
    _instant("ended_at", nullable=True),
    _instant("asked_over", nullable=True),
    Column("kind", String(16), nullable=False, server_default="talk"),
    Column("turn", String(8)),
    Column("steps", String(64), nullable=False),
    Column("seeker_cursor", String(64)),
    Column("listener_cursor", String(64)),
    _live("body", "conversation"),
)  # fmt: skip
_LIVE = text("ended_at IS NULL")
Index("uq_conversations_request", conversations.c.request, unique=True, **only(_LIVE))
Index("uq_conversations_listener", conversations.c.listener, conversations.c.kind, unique=True, **only(_LIVE))
Index("ix_conversations_due", conversations.c.next_step_at)

# Who sits where: an address has one live seat, as seeker or as listener, and perhaps one in a side chat beside it; the
# seats of a remnant are no longer live.
seats = Table(
    "seats", metadata,
    _within("conversations", "conversation", key=True),
    Column("side", String(8), primary_key=True),
    _live("address", "address"),
    Column("live", Boolean, nullable=False),
    Column("beside", Boolean, nullable=False, server_default=false()),
)  # fmt: skip
_TAKEN = text("live")
Index("uq_seats_live", seats.c.address, seats.c.beside, unique=True, **only(_TAKEN))
Index("ix_seats_address", seats.c.address)

pairs = Table(
    "pairs", metadata,
    Column("place", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    _within("conversations", "conversation"),
    Column("side", String(8), nullable=False),
    Column("source", String(64), nullable=False),
    Column("copies", String, nullable=False),
)  # fmt: skip
Index("uq_pairs_source", pairs.c.conversation, pairs.c.side, pairs.c.source, unique=True)

# What coordinators are called for, until one of them has it or it is worn out (bot/page.py).
pages = Table(
    "pages", metadata,
    _id(primary_key=True),
    _community(),
    Column("kind", String(16), nullable=False),
    Column("about", String(64), nullable=False),
    _instant("raised_at"),
    _instant("all_at"),
    _instant("next_step_at"),
    _live("body", "page"),
)  # fmt: skip
Index("uq_pages_about", pages.c.about, pages.c.community, pages.c.kind, unique=True)
Index("ix_pages_due", pages.c.next_step_at)

outbox = Table(
    "outbox", metadata,
    _id(primary_key=True),
    Column("place", BigInteger, nullable=False, unique=True),
    Column("slot", String(128), index=True),
    _live("body", "effect"),
)  # fmt: skip

slots = Table(
    "slots", metadata,
    Column("name", String(128), primary_key=True),
    Column("subject", String(64), nullable=False, index=True),
    _live("address", "address"),
    Column("message", String(64), nullable=False),
)  # fmt: skip

# What a platform was told we have before it was handled (architecture.md): which message of whom, to be read again.
pending = Table(
    "pending", metadata,
    _live("address", "address"),
    Column("message", String(64), nullable=False),
    PrimaryKeyConstraint("address", "message"),
)  # fmt: skip

# --- roster: until they leave -----------------------------------------------------------------------------------------

listeners = Table(
    "listeners", metadata,
    _id(primary_key=True),
    _community(),
    _roster("address", "address", index=True),
    Column("role", String(16), nullable=False),
    Column("standing", String(16), nullable=False),
    Column("approved", Boolean, nullable=False),
    Column("languages", String(256), nullable=False),
    Column("language", String(16), nullable=False),
    _roster("alias", "alias", nullable=True),
    _hash("looks", nullable=True),  # of the alias's skeleton
    _instant("on_call_until", nullable=True),
    _instant("next_step_at", nullable=True),
    Column("practised", Boolean, nullable=False, server_default=true()),
    Column("willing", Boolean, nullable=False, server_default=false()),
    Column("backup", Boolean, nullable=False, server_default=false()),
    Column("topics", String(256), nullable=False, server_default=""),
    Column("gender", String(16), nullable=False, server_default=""),
    _instant("away_from", nullable=True),
    _instant("away_until", nullable=True),
    Column("youth", Boolean, nullable=False, server_default=false()),
    _roster("room", "room", nullable=True),  # their private chat, where it has an id of its own
)  # fmt: skip
_NAMED, _STEPPING = text("looks IS NOT NULL"), text("next_step_at IS NOT NULL")
Index("uq_listeners_person", listeners.c.community, listeners.c.address, unique=True)
Index("uq_listeners_alias", listeners.c.community, listeners.c.looks, unique=True,
      **only(_NAMED))  # fmt: skip
Index("ix_listeners_due", listeners.c.next_step_at, **only(_STEPPING))

invites = Table(
    "invites", metadata,
    _id(primary_key=True),
    _hash("code_hash", unique=True),
    _community(),
    Column("role", String(16), nullable=False),
    Column("approved", Boolean, nullable=False),
    Column("practice", Boolean, nullable=False),
    _instant("expires_at"),
)  # fmt: skip

# When somebody means to be there, in wall-clock time as it was written (ISO 8601, to the minute; bot/shift.py).
shifts = Table(
    "shifts", metadata,
    _id(primary_key=True),
    _within("communities", "community"),
    _within("listeners", "listener"),
    Column("starts", String(16), nullable=False),
    Column("ends", String(16), nullable=False),
    Column("zone", String(64), nullable=False),
    Column("repeat", String(8), nullable=False),
    Column("last_day", String(10)),
    _instant("seen"),
    _instant("next_step_at"),
)  # fmt: skip
Index("ix_shifts_community", shifts.c.community)
Index("ix_shifts_listener", shifts.c.listener)
Index("ix_shifts_due", shifts.c.next_step_at)

shift_changes = Table(
    "shift_changes", metadata,
    _within("shifts", "shift", key=True),
    Column("day", String(10), primary_key=True),
    Column("change", String(16), nullable=False),
    Column("by", String(32), nullable=False),
)  # fmt: skip

# Which gaps coordinators were told of, how long ahead (minutes), so that they are told once.
gaps_told = Table(
    "gaps_told", metadata,
    _within("communities", "community", key=True),
    Column("starts", BigInteger, primary_key=True, autoincrement=False),
    Column("ahead", Integer, primary_key=True, autoincrement=False),
)  # fmt: skip

# Who may read a calendar by its secret address: a listener's own shifts, or all of the line's (`whole`).
feeds = Table(
    "feeds", metadata,
    _hash("secret_hash", primary_key=True),
    _within("listeners", "listener"),
    Column("whole", Boolean, nullable=False),
)  # fmt: skip
Index("uq_feeds_listener", feeds.c.listener, feeds.c.whole, unique=True)

# --- ledger: what somebody agreed to by a tap (bot/ledger.py; privacy.md, Scopes) -------------------------------------
# Without row ids: SQLite counts those up, and so would tell in which order rows were written.

# How many conversations were counted in each cell: no row of anybody.
facts = Table(
    "facts", metadata,
    Column("week", String(8), primary_key=True),
    Column("weekday", String(3), primary_key=True),
    Column("part", String(16), primary_key=True),
    Column("platform", String(16), primary_key=True),
    Column("language", String(16), primary_key=True),
    Column("waited", String(8), primary_key=True),
    Column("lasted", String(8), primary_key=True),
    Column("outcome", String(16), primary_key=True),
    Column("counted", Integer, nullable=False),
    sqlite_with_rowid=False,
)  # fmt: skip

feedback = Table(
    "feedback", metadata,
    _id(primary_key=True),
    _hash("person", index=True),
    Column("rating", Integer, nullable=False),
    Column("day", String(10), nullable=False),
    sqlite_with_rowid=False,
)  # fmt: skip

# One message: that the line is open, or (`next_step_at`) at that time.
follow_ups = Table(
    "follow_ups", metadata,
    _id(primary_key=True),
    _within("communities", "community"),
    _roster("address", "address"),
    Column("language", String(16), nullable=False),
    _instant("until"),
    Column("kind", String(16), nullable=False, server_default="reminder"),
    _instant("next_step_at", nullable=True),
)  # fmt: skip
Index("uq_follow_ups_person", follow_ups.c.community, follow_ups.c.address, follow_ups.c.kind, unique=True)
Index("ix_follow_ups_due", follow_ups.c.next_step_at, **only(_STEPPING))

# A listener's yes to shift_history, while it stands, and since when they are on call now.
consents = Table(
    "consents", metadata,
    _within("listeners", "listener", key=True),
    _instant("given_at"),
    Column("version", String(16), nullable=False),
    Column("language", String(16), nullable=False),
    Column("sha256", String(64), nullable=False),
    _instant("on_since", nullable=True),
    _instant("on_until", nullable=True),
)  # fmt: skip

shift_hours = Table(
    "shift_hours", metadata,
    _within("listeners", "listener", key=True),
    Column("month", String(7), primary_key=True),
    Column("minutes", Integer, nullable=False),
    sqlite_with_rowid=False,
)  # fmt: skip

# --- safety: until expiry or review; keyed hashes only ----------------------------------------------------------------

blocks = Table(
    "blocks", metadata,
    _hash("seeker", primary_key=True),
    Column("community", String(32), primary_key=True),
    _hash("listener", primary_key=True),
    _instant("until", nullable=True),
    Column("reference", String(16), nullable=False, server_default=""),  # of the report by which a line decided so
    Column("reviewed", Boolean, nullable=False, server_default=false()),  # a coordinator has looked again, and kept it
)  # fmt: skip

reports = Table(
    "reports", metadata,
    Column("reference", String(16), primary_key=True),
    _id("community"),
    Column("kind", String(32), nullable=False),
    Column("against", String(16), nullable=False),
    Column("day", String(10), nullable=False),
    _id("listener"),
    _hash("seeker"),
    _instant("until"),
)  # fmt: skip

# --- settings: with the community -------------------------------------------------------------------------------------

communities = Table(
    "communities", metadata,
    _id(primary_key=True),
    Column("slug", String(40), nullable=False, unique=True),
    Column("name", String(64), nullable=False),
    Column("languages", String(256), nullable=False),
    Column("audience", String(16), nullable=False),
    Column("contact", String(256), nullable=False),
)  # fmt: skip

places = Table(
    "places", metadata,
    Column("platform", String(16), primary_key=True),
    Column("place", String(32), primary_key=True),
    _within("communities", "community"),
)  # fmt: skip
Index("ix_places_community", places.c.community)

# What a community has set for itself (bot/setting.py), besides the columns above.
community_settings = Table(
    "community_settings", metadata,
    _within("communities", "community", key=True),
    Column("name", String(32), primary_key=True),
    Column("value", String(256), nullable=False),
)  # fmt: skip

settings = Table(
    "settings", metadata,
    Column("name", String(32), primary_key=True),
    Column("setting", String(64), nullable=False),
)  # fmt: skip

# Alembic's own table, declared here so that a new database is made without Alembic (migrate.py).
version = Table(
    "alembic_version", metadata,
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)  # fmt: skip
