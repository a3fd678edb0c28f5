"""How gateways of text messages are spoken to, read in November 2026 from their documents and callers.

An entry may hold slots: `{phone}` (91 and ten figures), `{ten}` (ten figures), `{text}`, `{entities}` (as HTML writes
letters beyond ASCII), `{sender_id}`, `{entity_id}`, `{template_id}` (the operators'), `{own_template_id}` (the
gateway's), `{unicode}` (UC or PM), `{service}` (of Mobile Seva), `{username}`, `{password}`, `{password_sha1}`, `{key}`
and `{seal}` (SHA-512 of username, sender id, content and key). In a body of JSON the entry `{variables}: "VAR"` becomes
VAR1, VAR2 … with the values in their order. Every entry may be given anew in the file (`[sms.gateway]`).

`taken`: a pattern in an answer of text, or entries in one of JSON, that must be there for the message to count as
taken; `ref` where its number stands; `code` where the reason stands when it is not. NIC's answer and whether Mobile
Seva wants `unicodemsg` are not documented openly: compare with what yours answers before you rely on them.
"""

from collections.abc import Mapping
from typing import Any

PRESETS: Mapping[str, Mapping[str, Any]] = {
    "msg91": {
        "address": "https://control.msg91.com/api/v5/flow",
        "send_as": "json",
        "headers": {"authkey": "{key}"},
        "fields": {
            "template_id": "{own_template_id}",
            "recipients": [{"mobiles": "{phone}", "{variables}": "VAR"}],
        },
        "taken": {"type": "success"},
        "ref": "message",
        "code": "message",
        "reports": "msg91",
        "needs": ["key"],
        "own_templates": True,
    },
    "gupshup": {
        "address": "https://enterprise.smsgupshup.com/GatewayAPI/rest",
        "send_as": "form",
        "fields": {
            "method": "sendMessage",
            "auth_scheme": "plain",
            "v": "1.1",
            "format": "text",
            "userid": "{username}",
            "password": "{password}",
            "send_to": "{phone}",
            "msg": "{text}",
            "msg_type": "{gupshup_type}",
            "mask": "{sender_id}",
            "principalEntityId": "{entity_id}",
            "dltTemplateId": "{template_id}",
        },
        "taken": r"^success\s*\|\s*\d+\s*\|\s*(?P<ref>[\w-]+)\s*$",
        "code": r"^error\s*\|\s*(?P<code>[\w.-]+)\s*\|",
        "reports": "gupshup",
        "needs": ["username", "password"],
    },
    "nic": {
        "address": "https://smsgw.sms.gov.in/failsafe/HttpLink",
        "send_as": "query",
        "fields": {
            "username": "{username}",
            "pin": "{password}",
            "message": "{text}",
            "mnumber": "{phone}",
            "signature": "{sender_id}",
            "dlt_entity_id": "{entity_id}",
            "dlt_template_id": "{template_id}",
            "msgType": "{unicode}",
        },
        "taken": r"Request ID=(?P<ref>[\w-]+).*code=API000\b",
        "code": r"code=(?P<code>\w+)",
        "needs": ["username", "password"],
    },
    "mobile_seva": {
        "address": "https://msdgweb.mgov.gov.in/esms/sendsmsrequestDLT",
        "send_as": "form",
        "fields": {
            "username": "{username}",
            "password": "{password_sha1}",
            "senderid": "{sender_id}",
            "content": "{entities}",
            "smsservicetype": "{service}",
            "mobileno": "{phone}",
            "templateid": "{template_id}",
            "key": "{seal}",
        },
        "taken": r"^\s*402,\s*MsgID\s*=\s*(?P<ref>[\w-]+)",
        "code": r"^\s*(?P<code>\d{3})\b",
        "needs": ["username", "password", "key"],
    },
}
# Where nothing is preset every entry is the file's.
PLAIN: Mapping[str, Any] = {"send_as": "form", "fields": {}, "headers": {}, "needs": [], "reports": "plain"}

# What operators answer when they compare a message with its registration (scrubbing), in words.
SCRUBBING: Mapping[str, str] = {
    "600": "the entity is not known",
    "601": "the entity is not registered",
    "602": "the entity is not active",
    "603": "the entity is barred",
    "604": "the entity's number is malformed",
    "610": "the telemarketer is not registered",
    "611": "the telemarketer is not active",
    "612": "the telemarketer is barred",
    "620": "the header is not known (its letters count as written)",
    "621": "the header is not active",
    "622": "the header is barred",
    "623": "the header is another entity's",
    "630": "the template is not known",
    "631": "the template is not active",
    "632": "the template is barred",
}
