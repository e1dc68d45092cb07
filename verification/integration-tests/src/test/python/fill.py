"""Makes a repository of each kind with Python's versioned, and breaks parts of it."""

import sys

import boto3
from boto_session_manager import BotoSesManager
from versioned import api, exc

bucket, table = sys.argv[1], sys.argv[2]
bsm = BotoSesManager(region_name="us-east-1")
s3 = boto3.client("s3", region_name="us-east-1")
dynamodb = boto3.client("dynamodb", region_name="us-east-1")


def publish(repo, name, content, **options):
    repo.put_artifact(name=name, content=content, bsm=bsm, **options)
    return repo.publish_artifact_version(name=name, bsm=bsm)


def fill(repo):
    for number in range(1, 5):
        made = publish(
            repo, "app", b"content %d" % number, metadata={"build": str(number)}
        )
        assert made.version == str(number), made
    repo.put_artifact(name="app", content=b"in work", bsm=bsm)
    repo.put_artifact(name="draft", content=b"a draft", bsm=bsm)
    repo.put_alias(name="app", alias="dev", bsm=bsm)
    repo.put_alias(name="app", alias="prod", version=1, bsm=bsm)
    repo.put_alias(
        name="app",
        alias="canary",
        version=3,
        secondary_version=4,
        secondary_version_weight=20,
        bsm=bsm,
    )
    repo.put_alias(name="app", alias="dangling", version=2, bsm=bsm)
    repo.delete_artifact_version(name="app", version=2, bsm=bsm)
    assert [a.version for a in repo.list_artifact_versions(name="app", bsm=bsm)] == [
        "LATEST",
        "4",
        "3",
        "1",
    ]
    try:
        repo.get_artifact_version(name="app", version=2, bsm=bsm)
        raise AssertionError("version 2 is deleted")
    except exc.ArtifactNotFoundError:
        pass
    # It asks for no consistency, and its objects can be written over.
    for number in range(1, 4):
        publish(repo, "broken", b"broken %d" % number)
    repo.put_alias(name="broken", alias="prod", version=1, bsm=bsm)


hybrid = api.s3_and_dynamodb_backend.Repository(
    aws_region="us-east-1",
    s3_bucket=bucket,
    s3_prefix="hybrid",
    dynamodb_table_name=table,
    suffix=".txt",
)
hybrid.bootstrap(bsm=bsm)
fill(hybrid)
s3.delete_object(Bucket=bucket, Key="hybrid/broken/000001.txt")
s3.put_object(Bucket=bucket, Key="hybrid/broken/000002.txt", Body=b"another")
dynamodb.delete_item(
    TableName=table, Key={"pk": {"S": "broken"}, "sk": {"S": "000003"}}
)
# Deleting what never was makes a number of it.
hybrid.delete_artifact_version(name="broken", version=7, bsm=bsm)

alone = api.s3_only_backend.Repository(
    aws_region="us-east-1", s3_bucket=bucket, s3_prefix="alone", suffix=".txt"
)
alone.bootstrap(bsm=bsm)
fill(alone)
s3.delete_object(Bucket=bucket, Key="alone/broken/versions/999999_000001.txt")
s3.put_object(
    Bucket=bucket,
    Key="alone/broken/versions/999998_000002.txt",
    Body=b"another",
    Metadata={"artifact_sha256": "0" * 64},
)
s3.put_object(Bucket=bucket, Key="alone/broken/aliases/half.json", Body=b"{")
print("filled")
