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
        "Groups that may create and remove the selected destinations. The first user of a destination needs it.",
        field="admin",
        sources=("activemq-security",),
    ),
)

AUTHENTICATION = ModelElement(
    name="simpleAuthenticationPlugin",
    model=Authentication,
    meaning="Users and passwords in this file. Its parent is `plugins`.",
    elsewhere={
        "kind": "the element itself",
        "users_known": "whether it has all users",
        "anonymous_groups": "anonymousAccessAllowed and anonymousGroup",
    },
    attributes=(
        ModelAttribute(
            "anonymousAccessAllowed", FLAG, "Whether a client may connect without a user name.", default="false"
        ),
        ModelAttribute("anonymousGroup", TEXT, "The group of such clients.", default="anonymous"),
    ),
)

AUTHENTICATION_USER = ModelElement(
    name="authenticationUser",
    model=AuthenticationUser,
    meaning="One user. Its parent is `users` in `simpleAuthenticationPlugin`.",
    elsewhere={},
    attributes=(
        ModelAttribute("username", TEXT, "The name of the user.", field="username"),
        ModelAttribute("password", TEXT, "The password of the user.", field="password"),
        ModelAttribute("groups", GROUPS, "The groups that the user is in, separated by commas.", field="groups"),
    ),
)

AUTHORIZATION_ENTRY = ModelElement(
    name="authorizationEntry",
    model=AuthorizationEntry,
    meaning="Who may do what with the destinations that `queue` or `topic` selects. The rights of a user are those of "
    "all entries that match; no entry takes a right away. Its parent is `authorizationEntries`.",
    elsewhere={"destination": "queue or topic"},
    attributes=_RIGHTS,
)

TEMP_DESTINATION_AUTHORIZATION_ENTRY = ModelElement(
    name="tempDestinationAuthorizationEntry",
    model=TempDestinationAuthorizationEntry,
    meaning="The same for temporary destinations. Without it, everybody may do everything with them.",
    elsewhere={},
    attributes=_RIGHTS,
)
