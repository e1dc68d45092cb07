"""A nightly batch as a job of AWS Glue: all accounts are scored by one version of a model.

The version that LIVE names is resolved once, when the job starts, and written to the output with each
score. The alias may move in the meantime: this run keeps its version, and the next one takes the new.

As a Python shell job, or a Spark job whose driver calls ``start``:

    aws glue create-job --name nightly-batch --role GlueReader --command \\
        Name=pythonshell,PythonVersion=3.9,ScriptLocation=s3://acme-jobs/nightly_batch.py --default-arguments '{
            "--extra-py-files": "s3://acme-jobs/versioned_reader.py",
            "--bucket": "acme-artifacts", "--table": "acme-artifacts", "--prefix": "prod/",
            "--accounts": "s3://acme-data/accounts.txt", "--scores": "s3://acme-data/scores.csv"}'

The role needs what the reader of deploy/iam has, and its own data.
"""
import argparse
import os
import tempfile
from typing import List, Optional, Tuple
from urllib.parse import urlsplit

import boto3
from versioned_reader import Repository, Version

MODEL = "fraud-model"


def start(repository: Repository, qualifier: str = "LIVE") -> Version:
    """Pins the version of this run. A Spark job broadcasts its number to the executors."""
    return repository.resolve(MODEL, qualifier)


def score(repository: Repository, pinned: Version, accounts: List[str]) -> List[str]:
    """Downloads the model, verified, and scores the accounts of one task."""
    with tempfile.TemporaryDirectory() as folder:
        path = repository.download(pinned, os.path.join(folder, "model"))
        with open(path, encoding="utf-8") as model:
            weights = model.read().strip()
    return [f"{account},{weights},{pinned}" for account in accounts]


def place(uri: str) -> Tuple[str, str]:
    parts = urlsplit(uri)
    return parts.netloc, parts.path.lstrip("/")


def main(arguments: Optional[List[str]] = None) -> None:
    parser = argparse.ArgumentParser()
    for name in ("--bucket", "--table", "--accounts", "--scores"):
        parser.add_argument(name, required=True)
    parser.add_argument("--prefix", default="")
    # A run that is repeated passes the number that the first one printed.
    parser.add_argument("--qualifier", default="LIVE")
    # Glue adds arguments of its own.
    options, _ = parser.parse_known_args(arguments)

    repository = Repository(options.bucket, options.table, prefix=options.prefix)
    pinned = start(repository, options.qualifier)
    print(f"scoring by {pinned}, sha256 {pinned.sha256}")

    s3 = boto3.client("s3")
    bucket, key = place(options.accounts)
    accounts = s3.get_object(Bucket=bucket, Key=key)["Body"].read().decode().split()
    # Each task gets the number, not the alias.
    tasks = [accounts[at:at + 2] for at in range(0, len(accounts), 2)]
    scores = [line for task in tasks
              for line in score(repository, repository.resolve(MODEL, pinned.number or options.qualifier), task)]
    bucket, key = place(options.scores)
    s3.put_object(Bucket=bucket, Key=key, Body="\n".join(scores).encode())


if __name__ == "__main__":
    main()
