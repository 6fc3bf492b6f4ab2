"""The bot itself: its account, application, gateway and private channels (User, Application, Gateway)."""

from typing import Any

from adapters.sandbox.discord.call import Call, Route, fields
from adapters.sandbox.discord.errors import Refusal, bad_length, missing, too_long
from adapters.sandbox.discord.user import user_payload

Json = dict[str, Any]


def gateway(call: Call) -> Json:
    """Where to connect."""
    return {"url": call.world.base.replace("http", "ws", 1)}


def gateway_bot(call: Call) -> Json:
    """Where to connect, with how many shards, and how many more times today."""
    left = max(0, 1000 - len(call.world.hub.identified))
    limit = {"total": 1000, "remaining": left, "reset_after": 86_400_000, "max_concurrency": 1}
    return gateway(call) | {"shards": call.world.shards, "session_start_limit": limit}


def me(call: Call) -> Json:
    """The bot's account."""
    return call.world.me | {"mfa_enabled": False, "locale": "en-US", "verified": True, "email": None, "premium_type": 0}


def change_me(call: Call) -> Json:
    """Rename the bot."""
    if (name := call.body.get("username")) is not None:
        if not 2 <= len(name) <= 32:
            raise bad_length("username", 2, 32)
        call.world.me["username"] = name
        call.world.hub.emit("USER_UPDATE", call.world.me)
    return me(call)


def application(call: Call) -> Json:
    """The application, as its owner sees it."""
    world, owner = call.world, user_payload("1", "operator")
    return world.application | {
        "icon": None, "type": None, "bot": world.me, "bot_public": True, "bot_require_code_grant": False,
        "verify_key": "0" * 64, "flags_new": "0", "redirect_uris": [], "interactions_endpoint_url": None,
        "role_connections_verification_url": None, "owner": owner, "approximate_guild_count": len(world.guilds),
        "approximate_user_install_count": 0, "approximate_user_authorization_count": 0,
        "explicit_content_filter": 0, "team": None, "eligible_oauth2_scopes": [], "rpc_origins": [],
        "integration_types_config": {"0": {}}, "event_webhooks_status": 1,
    }  # fmt: skip


def change_application(call: Call) -> Json:
    """Change what people read on the bot's profile."""
    description = call.body.get("description")
    if description is not None and len(description) > 400:
        raise too_long("description", 400)
    call.world.application |= {key: value for key, value in call.body.items() if key in ("description", "tags")}
    return application(call)


def open_dm(call: Call) -> Json:
    """The private channel with a person; opening it works even where writing to it is refused."""
    if "recipient_id" not in call.body:
        raise missing("recipient_id")
    person = call.world.people.get(str(call.body["recipient_id"]))
    if person is None:
        raise Refusal(50033)
    return call.world.dm(person).payload()


def user(call: Call) -> Json:
    """Anybody's account."""
    known = call.world.user_payload(call.path["user_id"])
    if known is None:
        raise Refusal(10013)
    return known


ROUTES = (
    Route(method="GET", path="/gateway", answer=gateway, open=True),
    Route(method="GET", path="/gateway/bot", answer=gateway_bot),
    Route(method="GET", path="/users/@me", answer=me),
    Route(method="PATCH", path="/users/@me", answer=change_me, fields=fields("username avatar banner")),
    Route(method="GET", path="/users/{user_id}", answer=user),
    Route(method="GET", path="/applications/@me", answer=application),
    Route(method="GET", path="/oauth2/applications/@me", answer=application),
    Route(method="PATCH", path="/applications/@me", answer=change_application,
          fields=fields("custom_install_url description role_connections_verification_url install_params"
                        " integration_types_config flags icon cover_image interactions_endpoint_url tags"
                        " event_webhooks_url event_webhooks_status event_webhooks_types")),
    Route(method="POST", path="/users/@me/channels", answer=open_dm, fields=fields("recipient_id access_tokens nicks")),
)  # fmt: skip
