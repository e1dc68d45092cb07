"""Tests of versioned_reader: all vectors, and a repository that the environment names, if it does."""
import json
import os
import pathlib
import tempfile
import threading
import unittest

import boto3
from botocore.exceptions import EndpointConnectionError

import versioned_reader
from versioned_reader import (BackendError, CorruptContentError, NotFoundError, Repository, StaleError,
                              UnreadableRecordError)

ROOT = pathlib.Path(__file__).resolve().parents[2]
VECTORS = ROOT / "docs" / "specification" / "vectors"
OLDER_VECTORS = ROOT / "core" / "src" / "main" / "resources" / "dev" / "versioned" / "model"


class Table:
    """DynamoDB's client over a list of items, with small pages."""

    def __init__(self, items):
        self.items = {(item["pk"]["S"], item["sk"]["S"]): item for item in items}
        self.down = False
        self.reads = 0

    def get_item(self, TableName, Key, ConsistentRead):
        self._read(ConsistentRead)
        item = self.items.get((Key["pk"]["S"], Key["sk"]["S"]))
        return {"Item": item} if item else {}

    def query(self, TableName, ConsistentRead, KeyConditionExpression, ExpressionAttributeValues, ScanIndexForward,
              Limit, ExclusiveStartKey=None):
        self._read(ConsistentRead)
        values = {name: value["S"] for name, value in ExpressionAttributeValues.items()}
        last = ExclusiveStartKey["sk"]["S"] if ExclusiveStartKey else "~"
        found = sorted((key for key in self.items if key[0] == values[":pk"]
                        and values[":low"] <= key[1] <= values[":high"] and key[1] < last), reverse=True)
        page = {"Items": [self.items[key] for key in found[:2]]}
        if len(found) > 2:
            page["LastEvaluatedKey"] = {"pk": {"S": found[1][0]}, "sk": {"S": found[1][1]}}
        return page

    def _read(self, consistent):
        assert consistent
        self.reads += 1
        if self.down:
            raise EndpointConnectionError(endpoint_url="http://table")


def over(items, **options):
    table = Table(items)
    return Repository("acme", "acme", s3=object(), dynamodb=table, **options), table


def answer(case, question):
    reader, _ = over(case["items"], refresh_seconds=0)
    try:
        if "resolve" in question:
            version = reader.resolve(question["artifact"], question["resolve"])
            return {"version": dict(vars(version))}
        alias = reader.alias(question["artifact"], question["alias"])
        routed = reader.route(question["artifact"], question["alias"], question["route"])
        target = alias.target(question["route"])
        assert target == "$LATEST" or routed == alias.versions[int(target)]
        slot = versioned_reader.slot_of(alias.artifact, alias.name, alias.split_id, question["route"])
        return {"slot": slot, "target": target}
    except NotFoundError:
        return {"error": "NOT_FOUND"}
    except UnreadableRecordError as error:
        return {"error": error.reason}


class VectorsTest(unittest.TestCase):
    def test_every_question_has_its_answer(self):
        asked = 0
        for path in sorted(VECTORS.glob("*.json")):
            vectors = json.loads(path.read_text("utf-8"))
            self.assertEqual(vectors["schema"], 1)
            for case in vectors["cases"]:
                for question in case["questions"]:
                    expected = {name: question[name] for name in ("version", "error", "slot", "target")
                                if name in question}
                    with self.subTest(file=path.name, case=case["name"], question=question):
                        self.assertEqual(answer(case, question), expected)
                    asked += 1
        self.assertGreater(asked, 150)

    def test_slots(self):
        vectors = json.loads((OLDER_VECTORS / "slot-vectors.json").read_text("utf-8"))["vectors"]
        self.assertGreater(len(vectors), 1000)
        for row in vectors:
            slot = versioned_reader.slot_of(row["artifact"], row["alias"], row["split_id"], row["key"])
            self.assertEqual(slot, row["slot"], row)

    def test_overrides(self):
        vectors = json.loads((OLDER_VECTORS / "override-vectors.json").read_text("utf-8"))
        self.assertGreater(len(vectors["vectors"]), 100)
        for row in vectors["vectors"]:
            of = vectors["aliases"][row["of"]]
            runs = tuple((run.split("*")[0], int(run.split("*")[1])) for run in of["slots"].split(","))
            alias = versioned_reader.Alias(of["artifact"], of["alias"], 0, 1, runs[0][0], {}, runs, of["split_id"], {}, {},
                                           of["overrides"])
            self.assertEqual(alias.target(row["key"]), str(row["version"]), row)


class OutageTest(unittest.TestCase):
    """Follows an alias through an outage of the table."""

    def setUp(self):
        cases = json.loads((VECTORS / "aliases.json").read_text("utf-8"))["cases"]
        self.items = next(case for case in cases if case["name"].startswith("a split"))["items"]

    def test_table_is_read_once_an_interval(self):
        reader, table = over(self.items, refresh_seconds=60)
        for number in range(100):
            reader.route("checkout", "LIVE", f"user-{number}")
        self.assertEqual(table.reads, 1)
        self.assertLess(reader.staleness("checkout", "LIVE"), 60)
        self.assertEqual(reader.staleness("checkout", "OTHER"), float("inf"))

    def test_last_state_is_used_while_the_table_is_down(self):
        reader, table = over(self.items, refresh_seconds=0)
        before = reader.route("checkout", "LIVE", "user-1")
        table.down = True
        with self.assertLogs("versioned_reader", "WARNING"):
            self.assertEqual(reader.route("checkout", "LIVE", "user-1"), before)

    def test_old_state_is_refused(self):
        reader, table = over(self.items, refresh_seconds=0, stale_after_seconds=0.0)
        table.down = True
        with self.assertRaises(BackendError):
            reader.route("checkout", "LIVE")
        table.down = False
        reader.alias("checkout", "LIVE")
        reader, table = over(self.items, refresh_seconds=0, stale_after_seconds=30)
        reader.route("checkout", "LIVE")
        table.down = True
        reader._followed["checkout", "LIVE"].read_at -= 31
        with self.assertLogs("versioned_reader", "WARNING"), self.assertRaises(StaleError):
            reader.route("checkout", "LIVE")

    def test_older_revision_and_deletion_are_no_news(self):
        reader, table = over(self.items, refresh_seconds=0)
        item = table.items["ALIASES#checkout", "LIVE"]
        item["revision"] = {"N": "5"}
        before = reader.route("checkout", "LIVE", "user-1")
        for change in ({"revision": {"N": "4"}}, {"state": {"S": "DELETED"}}):
            table.items["ALIASES#checkout", "LIVE"] = {**item, **change}
            with self.assertLogs("versioned_reader", "WARNING"):
                self.assertEqual(reader.route("checkout", "LIVE", "user-1"), before)

    def test_move_is_followed_and_threads_share_a_read(self):
        reader, table = over(self.items, refresh_seconds=60)
        threads = [threading.Thread(target=reader.route, args=("checkout", "LIVE")) for _ in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(table.reads, 1)
        moved = {**table.items["ALIASES#checkout", "LIVE"], "revision": {"N": "2"}, "slots": {"S": "2*10000"},
                 "primary": {"S": "2"}}
        del moved["additional"]
        moved["versions"] = {"L": moved["versions"]["L"][1:]}
        table.items["ALIASES#checkout", "LIVE"] = moved
        reader._followed["checkout", "LIVE"].tried_at -= 61
        self.assertEqual(reader.route("checkout", "LIVE").number, 2)

    def test_wrong_names_are_refused(self):
        reader, table = over(self.items)
        for name, qualifier in (("", "1"), ("a/b", "1"), ("a", ""), ("a", "0"), ("a", "1" * 13), ("a", "x#y"), ("a", "x\n")):
            with self.assertRaises(ValueError):
                reader.resolve(name, qualifier)
        for qualifier in (-1, 0, True, None, 1.0):
            with self.subTest(qualifier), self.assertRaises(ValueError):
                reader.resolve("a", qualifier)
        with self.assertRaises(ValueError):
            reader.route("a", "LIVE", key=5)
        for bucket, prefix in (("acme", "prefix"), ("acme", "../"), ("acme", "/"), ("acme", "a//"), ("", "")):
            with self.subTest(prefix), self.assertRaises(ValueError):
                Repository(bucket, "acme", prefix, s3=object(), dynamodb=table)
        self.assertEqual(table.reads, 0)

    def test_only_regular_files_are_replaced(self):
        reader, _ = over(self.items)
        version = reader.resolve("checkout", 1)
        with tempfile.TemporaryDirectory() as folder:
            pipe = os.path.join(folder, "pipe")
            os.mkfifo(pipe)
            for path in (pipe, folder, os.path.join(folder, "none", "x"), os.devnull):
                with self.subTest(path), self.assertRaises(ValueError):
                    reader.download(version, path)
            self.assertEqual(os.listdir(folder), ["pipe"])


@unittest.skipUnless("VERSIONED_BUCKET" in os.environ, "the environment names no repository")
class StackTest(unittest.TestCase):
    """Reads a repository that the library filled: version 2 is broken, LIVE is 1=90% 3=10%, user-7 gets 3."""

    def setUp(self):
        self.bucket, self.prefix = os.environ["VERSIONED_BUCKET"], os.environ.get("VERSIONED_PREFIX", "")
        self.reader = Repository(self.bucket, os.environ["VERSIONED_TABLE"], self.prefix)
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def test_resolves_and_downloads(self):
        version = self.reader.resolve("app", "LIVE")
        self.assertEqual((version.number, version.metadata["build"]), (1, "1"))
        path = os.path.join(self.folder.name, "app.txt")
        self.assertEqual(self.reader.download(version, path), path)
        self.assertEqual(pathlib.Path(path).read_text("utf-8"), "content 1")
        self.assertEqual(self.reader.uri(version), f"s3://{self.bucket}/{self.prefix}app/000000000001/app.txt")
        self.assertEqual(self.reader.resolve("app", "$LATEST").number, None)

    def test_routes_as_the_library_does(self):
        expected = json.loads(os.environ["EXPECTED_ROUTES"])
        self.assertEqual({key: self.reader.route("app", "LIVE", key).number for key in expected}, expected)
        self.assertEqual(expected["user-7"], 3)
        self.assertEqual({self.reader.route("app", "LIVE").number for _ in range(300)}, {1, 3})

    def test_other_bytes_leave_no_file(self):
        for number, name in ((2, "another size"), (4, "same size"), (5, "missing")):
            with self.subTest(name), self.assertRaises(CorruptContentError):
                self.reader.download(self.reader.resolve("app", number), os.path.join(self.folder.name, "app.txt"))
        self.assertEqual(os.listdir(self.folder.name), [])

    def test_existing_file_stays_if_the_bytes_are_wrong(self):
        path = pathlib.Path(self.folder.name, "app.txt")
        path.write_text("before")
        with self.assertRaises(CorruptContentError):
            self.reader.download(self.reader.resolve("app", 2), path)
        self.assertEqual(path.read_text(), "before")
        self.assertEqual(os.listdir(self.folder.name), ["app.txt"])

    def test_missing_table_is_an_error_of_the_backend(self):
        with self.assertRaises(BackendError):
            Repository(self.bucket, "no-such-table").resolve("app", "1")
        with self.assertRaises(BackendError):
            Repository("no-such-bucket-" + self.bucket, os.environ["VERSIONED_TABLE"]).download(
                self.reader.resolve("app", 1), os.path.join(self.folder.name, "app.txt"))

    def test_session_makes_the_clients(self):
        reader = Repository(self.bucket, os.environ["VERSIONED_TABLE"], self.prefix, session=boto3.Session())
        self.assertEqual(reader.resolve("app", "1"), self.reader.resolve("app", 1))


if __name__ == "__main__":
    unittest.main()
