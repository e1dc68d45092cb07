"""Reads repositories of ``versioned`` from Python: which version serves, and its verified bytes.

    from versioned_reader import Repository

    repository = Repository("acme-artifacts", "acme-artifacts", prefix="prod/")
    version = repository.resolve("fraud-model", "LIVE")     # or "7", or "$LATEST"
    repository.download(version, "/tmp/model.bin")
    served = repository.route("checkout", "LIVE", key="user-42")

One file, which only needs Python 3.9 and boto3: copy it next to your script. It follows
docs/specification.md of versioned, and passes its vectors. It never writes to S3 or DynamoDB, and it
does not check signatures. A ``Repository`` may be shared by threads.
"""
# Longer than a module of a package would be: it stays one file to copy, with the hash, without other packages.
from __future__ import annotations

import hashlib
import logging
import os
import random
import re
import threading
import time
import uuid
from dataclasses import dataclass, field, replace
from typing import Any, Callable, Dict, Iterator, List, Mapping, Optional, Tuple, Union

import boto3
from botocore.exceptions import BotoCoreError, ClientError

SCHEMA = 1
HASH = "xxh3-64-utf16le"
SLOTS = 10_000
HIGHEST = 999_999_999_999
LATEST = "$LATEST"
Item = Mapping[str, Any]
_log = logging.getLogger("versioned_reader")


class VersionedError(Exception):
    """The parent of all errors of this module, but for ValueError, which means a wrong argument."""


class NotFoundError(VersionedError):
    """The version or alias does not exist, or the version was deleted."""


class UnreadableRecordError(VersionedError):
    """An item is not one that this reader may use: ``reason`` is DAMAGED, or NEWER than the reader."""

    def __init__(self, record: str, why: str, reason: str = "DAMAGED") -> None:
        remedy = "use a newer reader" if reason == "NEWER" else "run 'versioned fsck'"
        super().__init__(f"Cannot read {record}: {why}; {remedy}")
        self.record, self.reason = record, reason


class CorruptContentError(VersionedError):
    """The object in S3 is missing, or its bytes are not those that were published."""


class BackendError(VersionedError):
    """S3 or DynamoDB failed, or refused the request: the cause is boto3's error."""


class StaleError(BackendError):
    """The alias could not be read for longer than ``stale_after_seconds``."""


@dataclass(frozen=True)
class Version:
    """A version, or the working copy, whose ``number`` is None. It describes bytes, and where they are."""

    artifact: str
    number: Optional[int]
    sha256: str
    size_bytes: int
    key: str
    content_type: str = ""
    file_name: str = ""
    description: str = ""
    metadata: Mapping[str, str] = field(default_factory=dict)
    created_at: str = ""
    created_by: str = ""

    def __str__(self) -> str:
        return f"{self.artifact}:{LATEST if self.number is None else self.number}"


@dataclass(frozen=True)
class Alias:
    """An alias at one revision; ``keys`` are the versions of the overridden keys."""

    artifact: str
    name: str
    epoch: int
    revision: int
    primary: str
    weights: Mapping[str, int]
    runs: Tuple[Tuple[str, int], ...]
    split_id: str
    versions: Mapping[int, Version]
    overrides: Mapping[str, Any]
    keys: Mapping[str, int] = field(default_factory=dict)

    def target(self, key: Optional[str] = None) -> str:
        """Returns the number, or $LATEST, that a key goes to; without a key, one at random by the weights."""
        if key is not None and key in self.keys:
            return str(self.keys[key])
        slot = random.randrange(SLOTS) if key is None else slot_of(self.artifact, self.name, self.split_id, key)
        for owner, length in self.runs:
            if slot < length:
                break
            slot -= length
        return owner


class _Followed:
    """The last state of an alias that is routed by."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.alias: Optional[Alias] = None
        self.latest: Optional[Version] = None
        self.read_at = self.tried_at = 0.0

    def is_due(self, seconds: float) -> bool:
        return self.alias is None or time.monotonic() - self.tried_at >= seconds


class Repository:
    """A repository of versioned. Methods raise BackendError if S3 or DynamoDB fail.

    Args:
        bucket: the bucket with the bytes.
        table: the table with the versions and aliases.
        prefix: empty, or the folder of the repository in the bucket, such as ``prod/``.
        session: a boto3 session, to make the clients with.
        s3: your own client. dynamodb: your own client, not a resource.
        refresh_seconds: how old the state may be that ``route`` uses, when the table can be read.
        stale_after_seconds: after how long without a read ``route`` raises StaleError; None: never.
    """

    def __init__(self, bucket: str, table: str, prefix: str = "", *, session: Any = None, s3: Any = None,
                 dynamodb: Any = None, refresh_seconds: float = 5.0,
                 stale_after_seconds: Optional[float] = None) -> None:
        if not bucket or not table:
            raise ValueError("Cannot open a repository without the names of its bucket and its table")
        if prefix and (not prefix.endswith("/") or {"", ".", ".."} & set(prefix[:-1].split("/"))):
            raise ValueError(f"Cannot use prefix {prefix!r}: it must be folders that end with '/', none '.' or '..'")
        session = session or boto3
        self.bucket, self.table, self.prefix = bucket, table, prefix
        self._s3 = s3 or session.client("s3")
        self._dynamodb = dynamodb or session.client("dynamodb")
        self._refresh_seconds, self._stale_after = refresh_seconds, stale_after_seconds
        self._followed: Dict[Tuple[str, str], _Followed] = {}
        self._records: Dict[Tuple[str, int], Version] = {}

    # Resolve

    def resolve(self, name: str, qualifier: Union[str, int]) -> Version:
        """Returns the version that a number, an alias (its primary version) or $LATEST names, strongly read.

        Raises NotFoundError if it does not exist or was deleted, UnreadableRecordError if its item is damaged.
        """
        if not isinstance(qualifier, str) and (type(qualifier) is not int or qualifier < 1):
            raise ValueError(f"Cannot resolve {qualifier!r}: name an alias, a number from 1 on, or {LATEST}")
        text = str(qualifier)
        _check(_NAME, name, "artifact name")
        if text == LATEST:
            version = self._latest(name)
            if version is None:
                raise NotFoundError(f"Cannot resolve {name}:{LATEST}: there is no working copy, and no version")
            return version
        if re.fullmatch("[0-9]+", text):
            return self._active(name, int(_check("(?=0*[1-9])[0-9]{1,12}", text, "version number")))
        alias = self._alias(name, text)
        return self.resolve(name, LATEST) if alias.primary == LATEST else alias.versions[int(alias.primary)]

    def uri(self, version: Version) -> str:
        """Returns where the bytes are, for Spark and others; they must compare the SHA-256 themselves."""
        return f"s3://{self.bucket}/{self.prefix}{version.key}"

    def alias(self, name: str, alias: str) -> Alias:
        """Returns an alias with its overrides, strongly read; raises as resolve does."""
        return self._with_keys(self._alias(name, alias))

    # Route

    def route(self, name: str, alias: str, key: Optional[str] = None) -> Version:
        """Returns the version for one request: the same one for the same key, at random without a key.

        At most every refresh_seconds, one call reads the table. If that fails, the last state is used, with a warning,
        until it is older than stale_after_seconds: StaleError. The first call raises what the read raises.
        """
        if key is not None and not isinstance(key, str):
            raise ValueError(f"Cannot route by the key {key!r}: it must be a text")
        followed = self._followed.setdefault((name, alias), _Followed())
        # While one thread reads, the others use the last state; without one, they wait.
        if followed.is_due(self._refresh_seconds) and followed.lock.acquire(blocking=followed.alias is None):
            try:
                if followed.is_due(self._refresh_seconds):
                    self._refresh(followed, name, alias)
            finally:
                followed.lock.release()
        state, latest = followed.alias, followed.latest
        age = time.monotonic() - followed.read_at
        if self._stale_after is not None and age > self._stale_after:
            raise StaleError(f"Cannot route by {name}:{alias}: it was last read {age:.0f} seconds ago")
        assert state is not None
        target = state.target(key)
        if target == LATEST:
            assert latest is not None
            return latest
        return state.versions[int(target)]

    def staleness(self, name: str, alias: str) -> float:
        """Returns how many seconds ago route's state was read; infinite before the first call."""
        followed = self._followed.get((name, alias))
        return time.monotonic() - followed.read_at if followed and followed.alias else float("inf")

    def _refresh(self, followed: _Followed, name: str, alias: str) -> None:
        began = time.monotonic()
        try:
            found, known = self._alias(name, alias), followed.alias
            if known and (found.epoch, found.revision) < (known.epoch, known.revision):
                raise UnreadableRecordError(f"alias {name}:{alias}", f"revision {found.revision} is older than "
                                            f"{known.revision}, which was read before")
            found = self._with_keys(found, known)
            latest = self.resolve(name, LATEST) if found.primary == LATEST else None
            # The version of the new state first: a thread may see only one of the two assignments.
            followed.latest = latest or followed.latest
            followed.alias, followed.read_at = found, began
        except VersionedError as error:
            if followed.alias is None:
                raise
            _log.warning("%s; routing continues by the state of %.0f seconds ago", error, began - followed.read_at)
        finally:
            followed.tried_at = began

    # Download

    def download(self, version: Version, path: Union[str, "os.PathLike[str]"]) -> str:
        """Writes the bytes of a version to a file, which appears complete and verified or not at all.

        Raises CorruptContentError if the object is missing, or has another size or SHA-256; ValueError if the path is
        not one of a regular file in a folder that exists.
        """
        target = os.path.abspath(os.fspath(path))
        if os.path.lexists(target) and not os.path.isfile(target):
            # A rename would replace a device, too.
            raise ValueError(f"Cannot write {version} to {target}: it is no regular file")
        if not os.path.isdir(os.path.dirname(target)):
            raise ValueError(f"Cannot write {version} to {target}: there is no such folder")
        # Unlike tempfile's, the file gets the permissions that new files of this process have.
        partial = os.path.join(os.path.dirname(target), f".versioned-{uuid.uuid4().hex}")
        try:
            with open(partial, "xb") as file:
                self._fetch(version, file.write)
                file.flush()
                os.fsync(file.fileno())
            os.replace(partial, target)
            return target
        finally:
            if os.path.exists(partial):
                os.unlink(partial)

    def _fetch(self, version: Version, write: Callable[[bytes], Any]) -> None:
        digest, size = hashlib.sha256(), 0
        key = self.prefix + version.key
        try:
            body = self._s3.get_object(Bucket=self.bucket, Key=key)["Body"]
            for part in iter(lambda: body.read(1 << 20), b""):
                size += len(part)
                if size > version.size_bytes:
                    break
                digest.update(part)
                write(part)
            body.close()
        except (BotoCoreError, ClientError) as error:
            missing = isinstance(error, ClientError) and error.response["Error"].get("Code") == "NoSuchKey"
            kind = CorruptContentError if missing else BackendError
            raise kind(f"Cannot read {version} from {key}: {error}") from error
        if size != version.size_bytes or digest.hexdigest() != version.sha256:
            raise CorruptContentError(f"Cannot use {version}: the bytes of {key} are not those that were published; "
                                      "do not use them, and run 'versioned fsck --verify'")

    # Items

    def _get(self, pk: str, sk: str) -> Optional[Item]:
        found: Optional[Item] = self._call("get_item", Key={"pk": {"S": pk}, "sk": {"S": sk}}).get("Item")
        return found

    def _numbers(self, pk: str) -> Iterator[Item]:
        """Yields the items of numbers, the highest first, a page at a time."""
        request: Dict[str, Any] = {
            "KeyConditionExpression": "pk = :pk AND sk BETWEEN :low AND :high",
            "ExpressionAttributeValues": {":pk": {"S": pk}, ":low": {"S": _padded(1)},
                                          ":high": {"S": _padded(HIGHEST)}},
            "ScanIndexForward": False, "Limit": 64}
        while True:
            page = self._call("query", **request)
            yield from page["Items"]
            if "LastEvaluatedKey" not in page:
                return
            request["ExclusiveStartKey"] = page["LastEvaluatedKey"]

    def _call(self, operation: str, **request: Any) -> Dict[str, Any]:
        try:
            answer: Dict[str, Any] = getattr(self._dynamodb, operation)(
                TableName=self.table, ConsistentRead=True, **request)
            return answer
        except (BotoCoreError, ClientError) as error:
            raise BackendError(f"Cannot read table {self.table}: {error}") from error

    # Versions

    def _active(self, name: str, number: int) -> Version:
        version = self._find(name, number)
        state = self._get(f"STATES#{name}", _padded(number)) if version else None
        if version and _is_active(name, state):
            return version
        why = "it was deleted; restore it" if version else "there is no such version"
        raise NotFoundError(f"Cannot resolve {name}:{number}: {why}")

    def _find(self, name: str, number: int) -> Optional[Version]:
        known = self._records.get((name, number))
        item = None if known else self._get(f"VERSIONS#{name}", _padded(number))
        if known or not item:
            return known
        found = _read_record(name, item)
        if found:
            if len(self._records) >= 1000:
                self._records.clear()
            self._records[name, number] = found[0]
        return found[0] if found else None

    def _latest(self, name: str) -> Optional[Version]:
        """Reads states before records, and the working copy last: another order finds what never was $LATEST."""
        states = {item["sk"]["S"]: item for item in self._numbers(f"STATES#{name}")}
        records = self._numbers(f"VERSIONS#{name}")
        first = next(records, None)
        item = self._get(f"VERSIONS#{name}", LATEST)
        copy = _record(f"{name}:{LATEST}", item, _read_copy) if item else None
        newest: Optional[Version] = None
        while first is not None:
            found = _read_record(name, first)
            if newest and (not copy or found and (found[0].number or 0) <= copy[2]):
                break
            if found and _is_active(name, states.get(first["sk"]["S"])):
                version, of_latest = found
                newest = newest or version
                # A version published from $LATEST is newer than the copies up to that revision, and no other.
                if copy and ((version.number or 0) > copy[2] if of_latest is None else of_latest >= copy[1]):
                    return newest
            first = next(records, None)
        return copy[0] if copy else newest

    # Aliases

    def _alias(self, name: str, alias: str) -> Alias:
        item = self._get(f"ALIASES#{_check(_NAME, name, 'artifact name')}", _check(_ALIAS, alias, "alias name"))
        record = f"alias {name}:{alias}"
        found = _record(record, item, lambda f: self._read_alias(f, record)) if item else None
        if found is None:
            raise NotFoundError(f"Cannot read {name}:{alias}: there is no such alias")
        return found  # type: ignore[no-any-return]

    def _read_alias(self, f: _Fields, record: str) -> Optional[Alias]:
        name, state = f.matching("artifact", _NAME), f.text("state")
        f.key = (f"ALIASES#{name}", f.matching("alias", _ALIAS))
        if state == "DELETED":
            return None
        if f.text("hash") != HASH:
            raise UnreadableRecordError(record, f"its traffic is split by the hash function {f.text('hash')}", "NEWER")
        weights = {str(_target(n)): f.part("additional").number(n, 0, SLOTS) for n in f.part("additional").values}
        primary = _target(f.text("primary"))
        shares = {**weights, primary: SLOTS - sum(weights.values())}
        runs = tuple(_run(run) for run in f.text("slots").split(","))
        owned: Dict[str, int] = {}
        for owner, length in runs:
            owned[owner] = owned.get(owner, 0) + length
        overrides = _read_summary(f)
        if state != "PRESENT" or shares[primary] < 0 or primary in weights or LATEST in weights or \
                primary == LATEST and (weights or overrides["versions"]):
            raise ValueError("it has no valid state or routing")
        if owned != {owner: share for owner, share in shares.items() if share}:
            raise ValueError("its slots are not those of its routing")
        numbers = {int(n) for n in shares if n != LATEST} | set(overrides["versions"])
        return Alias(name, f.text("alias"), f.number("epoch", -(1 << 63), 1 << 63, 0), f.number("revision", 1), primary, weights,
                     runs, f.text("split_id", ""), self._targets(name, f, numbers), overrides)

    def _targets(self, name: str, f: _Fields, numbers: set[int]) -> Dict[int, Version]:
        versions: Dict[int, Version] = {}
        for part in f.parts("versions"):
            # Only a whole record has a creation time; a brief one holds what the record must have, too.
            brief = Version(name, part.number("number", 1), part.matching("sha256", _SHA256),
                            part.number("size_bytes", 0, 50 << 40), part.text("key"))
            number = brief.number or 0
            clean = f"{name}/{_padded(number)}/{_clean(name, brief.key[brief.key.rfind('/') + 1:])}"
            whole = _read_version(part, number) if "created_at" in part.values else self._find(name, number)
            if number not in numbers or not whole or whole.artifact != name or brief.key != clean or brief != Version(
                    name, number, whole.sha256, whole.size_bytes, whole.key):
                raise ValueError(f"its version {number} is not one that it routes to, or differs from its record")
            versions[number] = whole
        for number in numbers - set(versions):
            whole = self._find(name, number)
            if whole is None:
                raise ValueError(f"its version {number} has no record")
            versions[number] = whole
        return versions

    def _with_keys(self, alias: Alias, known: Optional[Alias] = None) -> Alias:
        """Adds the keys of the overrides, which never change under their revision and digest."""
        if not alias.overrides["count"]:
            return alias
        if known and known.overrides == alias.overrides:
            return replace(alias, keys=known.keys)
        revision = alias.overrides["revision"]
        record = f"overrides of revision {revision} of {alias.artifact}:{alias.name}"
        item = self._get(f"ALIASES#{alias.artifact}", f"#overrides#{alias.name}#{_padded(revision)}")
        keys, digest = _record(record, item, _read_overrides) if item else ({}, "")
        summary = {"revision": revision, "count": len(keys), "sha256": digest, "versions": sorted(set(keys.values()))}
        if summary != alias.overrides:
            raise UnreadableRecordError(record, "they are missing, or not those that the alias names")
        return replace(alias, keys=keys)


# What items hold. A reader ignores attributes that it does not know, and refuses what it does not understand.

_NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,127}"
_ALIAS = "(?!^[0-9]+$)[A-Za-z0-9_-]{1,128}"
_SHA256 = "[0-9a-f]{64}"
_TIME = r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?Z"


def _check(pattern: str, text: str, what: str) -> str:
    if not re.fullmatch(pattern, text):
        raise ValueError(f"Cannot use {text!r} as {what}")
    return text


def _padded(number: int) -> str:
    return f"{number:012d}"


class _Fields:
    """Attributes in DynamoDB's form. A missing one, or one of another type or range, is a ValueError."""

    def __init__(self, values: Item) -> None:
        self.values, self.key = values, ("", "")

    def text(self, name: str, default: Optional[str] = None) -> str:
        return str(self._of("S", name, default))

    def matching(self, name: str, pattern: str) -> str:
        return _check(pattern, self.text(name), name)

    def number(self, name: str, lowest: int, highest: int = HIGHEST, default: Optional[int] = None) -> int:
        number = int(_check("-?[0-9]+", str(self._of("N", name, default)), name))
        if not lowest <= number <= highest:
            raise ValueError(f"its attribute {name} is {number}, and must be {lowest} to {highest}")
        return number

    def part(self, name: str) -> _Fields:
        return _Fields(self._of("M", name, {}))

    def parts(self, name: str) -> List[_Fields]:
        return [_Fields(value["M"]) for value in self._of("L", name, [])]

    def _of(self, kind: str, name: str, default: Any) -> Any:
        if name in self.values and kind in self.values[name]:
            return self.values[name][kind]
        if name in self.values or default is None:
            raise ValueError(f"its attribute {name} is missing, or has another type")
        return default


def _record(record: str, item: Item, read: Callable[[_Fields], Any]) -> Any:
    fields = _Fields(item)
    try:
        schema = fields.number("schema", 1, 1 << 63)
        if schema > SCHEMA:
            raise UnreadableRecordError(record, f"it is of schema {schema}, and this reader knows {SCHEMA}", "NEWER")
        value = read(fields)
        if fields.key != (fields.text("pk"), fields.text("sk")):
            raise ValueError("it is the record of another key")
        return value
    except (ValueError, KeyError) as error:
        raise UnreadableRecordError(record, str(error)) from error


def _read_record(name: str, item: Item) -> Optional[Tuple[Version, Optional[int]]]:
    """Reads the record of a number: a version and the revision of $LATEST it came from; None if it has none."""

    def read(f: _Fields) -> Optional[Tuple[Version, Optional[int]]]:
        number = f.number("number", 1)
        f.key = (f"VERSIONS#{f.matching('artifact', _NAME)}", _padded(number))
        if not f.text("state", ""):
            of_latest = f.number("latest_revision", 0) if "latest_revision" in f.values else None
            return _read_version(f, number), of_latest
        if f.text("state") not in ("ABANDONED", "SET_ASIDE", "GIVEN_UP") or "sha256" in f.values:
            raise ValueError("it is in an unknown state, or has a state and a digest")
        return None

    return _record(f"version {name}:{item['sk']['S']}", item, read)  # type: ignore[no-any-return]


def _read_copy(f: _Fields) -> Optional[Tuple[Version, int, int]]:
    f.key = (f"VERSIONS#{f.matching('artifact', _NAME)}", LATEST)
    revision = f.number("revision", 1)
    if f.text("state", "") == "REMOVED":
        return None
    return _read_version(f, None), revision, f.number("last_number", 0)


def _read_version(f: _Fields, number: Optional[int]) -> Version:
    name, file_name = f.matching("artifact", _NAME), f.text("file_name", "")
    folder = _padded(number) if number is not None else f"latest/{f.text('upload_id')}"
    if f.text("key") != f"{name}/{folder}/{_clean(name, file_name)}":
        raise ValueError("its key is not where its bytes belong")
    metadata = f.part("metadata")
    return Version(name, number, f.matching("sha256", _SHA256), f.number("size_bytes", 0, 50 << 40), f.text("key"),
                   f.text("content_type", ""), file_name, f.text("description", ""),
                   {key: metadata.text(key) for key in metadata.values}, f.matching("created_at", _TIME),
                   f.text("created_by", ""))


def _is_active(name: str, item: Optional[Item]) -> bool:
    """A version without a state was never deleted."""

    def read(f: _Fields) -> bool:
        f.key = (f"STATES#{f.text('artifact')}", _padded(f.number("number", 1)))
        if "state" in f.values:
            f.matching("state_changed_at", _TIME)
        return _check("ACTIVE|DELETED|EXPIRED", f.text("state", "ACTIVE"), "state") == "ACTIVE"

    return item is None or bool(_record(f"state of version {name}:{item['sk']['S']}", item, read))


def _read_summary(f: _Fields) -> Dict[str, Any]:
    part = f.part("overrides")
    revision = part.number("revision", 1, f.number("revision", 1)) if "overrides" in f.values else 0
    numbers = [_Fields({"number": value}).number("number", 1) for value in part._of("L", "versions", [])]
    count = part.number("count", 0, default=0)
    sha256 = part.matching("sha256", _SHA256) if "sha256" in part.values else ""
    if not bool(count) == bool(sha256) == bool(numbers):
        raise ValueError("its overrides have only some of count, sha256 and versions")
    return {"revision": revision, "count": count, "sha256": sha256, "versions": sorted(set(numbers))}


def _read_overrides(f: _Fields) -> Tuple[Dict[str, int], str]:
    artifact, alias, revision = f.matching("artifact", _NAME), f.matching("alias", _ALIAS), f.number("revision", 1)
    f.key = (f"ALIASES#{artifact}", f"#overrides#{alias}#{_padded(revision)}")
    part = f.part("overrides")
    keys = {key: part.number(key, 1) for key in part.values}
    pairs = (f"{_quoted(key)}:{keys[key]}" for key in sorted(keys, key=lambda key: key.encode("utf-16-be")))
    text = (f'[{_quoted(f.key[0])},{_quoted(f.key[1])},{{"alias":{_quoted(alias)},"artifact":{_quoted(artifact)},'
            f'"overrides":{{{",".join(pairs)}}},"revision":{revision},"schema":{SCHEMA}}}]')
    return keys, hashlib.sha256(text.encode("ascii")).hexdigest()


def _quoted(text: str) -> str:
    """JSON in ASCII, a unit of UTF-16 at a time; control characters have no short form."""
    data = text.encode("utf-16-le", "surrogatepass")
    units = (_int(data, at, 2) for at in range(0, len(data), 2))
    return '"' + "".join("\\" * (u in (34, 92)) + chr(u) if 31 < u < 127 else f"\\u{u:04x}" for u in units) + '"'


def _target(text: str) -> str:
    return text if text == LATEST else str(int(_check("(?=0*[1-9])[0-9]{1,12}", text, "version number")))


def _run(text: str) -> Tuple[str, int]:
    owner, star, length = text.partition("*")
    return _target(owner), int(_check("[1-9][0-9]{0,4}", length, "length of a run"))


def _clean(name: str, file_name: str) -> str:
    """Returns the file name as it is in keys."""
    clean = re.sub("[^A-Za-z0-9!_.*'()-]", "_", file_name or name)
    clean = clean.replace(".", "_") if not clean.strip(".") else clean
    dot = clean.rfind(".")
    extension = clean[dot:] if 0 < dot and len(clean) - dot <= 32 else ""
    return clean if len(clean) <= 200 else clean[:200 - len(extension)] + extension


# XXH3 with 64 bits, as in github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md

_P1, _P2, _P3 = 0x9E3779B185EBCA87, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9
_Q1, _M = 0x9E3779B1, (1 << 64) - 1
_START = (0xC2B2AE3D, _P1, _P2, _P3, 0x85EBCA77C2B2AE63, 0x85EBCA77, 0x27D4EB2F165667C5, _Q1)
_SECRET = bytes.fromhex(
    "b8fe6c3923a44bbe7c01812cf721ad1cded46de9839097db7240a4a4b7b3671fcb79e64eccc0e578825ad07dccff7221"
    "b8084674f743248ee03590e6813a264c3c2852bb91c300cb88d0658b1b532ea371644897a20df94e3819ef46a9deacd8"
    "a8fa763fe39c343ff9dcbbc7c70b4f1d8a51e04bcdb45931c89f7ec9d9787364eac5ac8334d3ebc3c581a0fffa1363eb"
    "170ddd51b7f0da49d316552629d4689e2b16be587d47a1fc8ff8b8d17ad031ce45cb3a8f95160428afd7fbcabb4b407e")


def _int(data: bytes, at: int, size: int = 8) -> int:
    return int.from_bytes(data[at:at + size], "little")


def _fold(a: int, b: int) -> int:
    product = (a & _M) * (b & _M)
    return (product & _M) ^ (product >> 64)


def _finish(h: int, shift: int = 37, factor: int = 0x165667919E3779F9) -> int:
    h = (((h & _M) ^ (h & _M) >> shift) * factor) & _M
    return h ^ h >> 32


def _xxh3(data: bytes, seed: int = 0) -> int:
    n, s = len(data), _SECRET

    def mix(at: int, secret: int) -> int:
        return _fold(_int(data, at) ^ (_int(s, secret) + seed) & _M,
                     _int(data, at + 8) ^ (_int(s, secret + 8) - seed) & _M)

    if n <= 3:
        if n == 0:
            h = seed ^ _int(s, 56) ^ _int(s, 64)
        else:
            h = (data[0] << 16 | data[n >> 1] << 24 | data[-1] | n << 8) ^ (_int(s, 0, 4) ^ _int(s, 4, 4)) + seed
        return _finish(((h & _M) ^ (h & _M) >> 33) * _P2, 29, _P3)
    if n <= 8:
        flip = (_int(s, 8) ^ _int(s, 16)) - (seed ^ int.from_bytes(seed.to_bytes(8, "little")[:4], "big") << 32)
        h = (_int(data, n - 4, 4) + (_int(data, 0, 4) << 32)) ^ flip & _M
        h ^= (h << 49 | h >> 15) & _M ^ (h << 24 | h >> 40) & _M
        h = h * 0x9FB21C651E98DF25 & _M
        h = (h ^ (h >> 35) + n) * 0x9FB21C651E98DF25 & _M
        return h ^ h >> 28
    if n <= 16:
        low = _int(data, 0) ^ (_int(s, 24) ^ _int(s, 32)) + seed & _M
        high = _int(data, n - 8) ^ (_int(s, 40) ^ _int(s, 48)) - seed & _M
        return _finish(n + int.from_bytes(low.to_bytes(8, "little"), "big") + high + _fold(low, high))
    if n <= 128:
        return _finish(n * _P1 + sum(mix(16 * i, 32 * i) + mix(n - 16 * (i + 1), 32 * i + 16)
                                     for i in range((n + 31) // 32)))
    if n <= 240:
        h = _finish(n * _P1 + sum(mix(16 * i, 16 * i) for i in range(8)))
        return _finish(h + sum(mix(16 * i, 16 * i - 125) for i in range(8, n // 16)) + mix(n - 16, 119))
    s = b"".join(((_int(s, at) + (seed if at % 16 == 0 else -seed)) & _M).to_bytes(8, "little")
                 for at in range(0, 192, 8))
    acc = list(_START)

    def accumulate(at: int, secret: int) -> None:
        for i in range(8):
            value = _int(data, at + 8 * i)
            key = value ^ _int(s, secret + 8 * i)
            acc[i ^ 1] += value
            acc[i] += (key & 0xFFFFFFFF) * (key >> 32)

    for stripe in range((n - 1) // 64):
        accumulate(64 * stripe, 8 * (stripe % 16))
        if stripe % 16 == 15:
            acc[:] = [((a & _M) ^ (a & _M) >> 47 ^ _int(s, 128 + 8 * i)) * _Q1 & _M for i, a in enumerate(acc)]
    accumulate(n - 64, 121)
    return _finish(n * _P1 + sum(_fold(acc[i] & _M ^ _int(s, 11 + 8 * i), acc[i + 1] & _M ^ _int(s, 19 + 8 * i))
                                 for i in range(0, 8, 2)))


def slot_of(artifact: str, alias: str, split_id: str, key: str) -> int:
    """Returns the slot of a key, 0 to 9,999: docs/routing.md of versioned."""
    seed = _xxh3(f"{artifact}/{alias}/{split_id}".encode("utf-16-le"))
    return (_xxh3(key.encode("utf-16-le", "surrogatepass"), seed) >> 32) * SLOTS >> 32
