"""The plugins that say who may connect, and who may do what."""

from __future__ import annotations

from broker_network.network import (
    Authentication,
    AuthenticationUser,
    AuthorizationEntry,
    TempDestinationAuthorizationEntry,
)

from .attribute import FLAG, GROUPS, TEXT, ModelAttribute, ModelElement

_RIGHTS = (
    ModelAttribute(
        "read", GROUPS, "Groups that may subscribe and receive.", field="read", sources=("activemq-security",)
    ),
    ModelAttribute("write", GROUPS, "Groups that may send.", field="write", sources=("activemq-security",)),
    ModelAttribute(
        "admin",
        GROUPS,
        "Groups that may create and remove what is selected. Whoever comes first needs it.",
        field="admin",
        sources=("activemq-security",),
    ),
)

AUTHENTICATION = ModelElement(
    name="simpleAuthenticationPlugin",
    model=Authentication,
    meaning="Users and passwords that stand in the file. It stands in `plugins`.",
    elsewhere={
        "kind": "the element itself",
        "users_known": "whether all users stand in it",
        "anonymous_groups": "anonymousAccessAllowed and anonymousGroup",
    },
    attributes=(
        ModelAttribute("anonymousAccessAllowed", FLAG, "Whether somebody without a name may connect.", default="false"),
        ModelAttribute("anonymousGroup", TEXT, "The group of those.", default="anonymous"),
    ),
)

AUTHENTICATION_USER = ModelElement(
    name="authenticationUser",
    model=AuthenticationUser,
    meaning="One user. It stands in `users` of `simpleAuthenticationPlugin`.",
    elsewhere={},
    attributes=(
        ModelAttribute("username", TEXT, "The name.", field="username"),
        ModelAttribute("password", TEXT, "The password.", field="password"),
        ModelAttribute("groups", GROUPS, "The groups that the user is in, between commas.", field="groups"),
    ),
)

AUTHORIZATION_ENTRY = ModelElement(
    name="authorizationEntry",
    model=AuthorizationEntry,
    meaning="Who may do what with the destinations that `queue` or `topic` selects. The rights of a user are those of "
    "all entries that match; nothing takes one away. It stands in `authorizationEntries`.",
    elsewhere={"destination": "queue or topic"},
    attributes=_RIGHTS,
)

TEMP_DESTINATION_AUTHORIZATION_ENTRY = ModelElement(
    name="tempDestinationAuthorizationEntry",
    model=TempDestinationAuthorizationEntry,
    meaning="The same for temporary destinations. Without it everybody may do everything with them.",
    elsewhere={},
    attributes=_RIGHTS,
)
