package dev.versioned.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options that every command takes, before its name or after it. */
final class GlobalOptions {
  @Option(
      names = "--bucket",
      paramLabel = "NAME",
      scope = ScopeType.INHERIT,
      description = "The S3 bucket that stores the bytes.")
  @Nullable String bucket;

  @Option(
      names = "--table",
      paramLabel = "NAME",
      scope = ScopeType.INHERIT,
      description = "The DynamoDB table that stores versions and aliases.")
  @Nullable String table;

  @Option(
      names = "--prefix",
      paramLabel = "FOLDERS/",
      scope = ScopeType.INHERIT,
      description = "The prefix of every key in the bucket.")
  @Nullable String prefix;

  @Option(
      names = "--expected-bucket-owner",
      paramLabel = "ACCOUNT",
      scope = ScopeType.INHERIT,
      description = "The account that must own the bucket, in twelve digits; default: not checked.")
  @Nullable String expectedBucketOwner;

  @Option(
      names = "--region",
      paramLabel = "ID",
      scope = ScopeType.INHERIT,
      description = "The AWS region; default: the SDK's own rules.")
  @Nullable String region;

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      scope = ScopeType.INHERIT,
      description = "The profile in AWS's config files.")
  @Nullable String profile;

  @Option(
      names = "--endpoint-url",
      paramLabel = "URL",
      scope = ScopeType.INHERIT,
      description = "The endpoint of S3 and DynamoDB, if not AWS.")
  @Nullable String endpointUrl;

  @Option(
      names = "--allow-plain-http",
      scope = ScopeType.INHERIT,
      description = "Allow plain HTTP endpoints beyond this machine, for content and credentials.")
  boolean plainHttp;

  @Option(
      names = "--output",
      paramLabel = "text|json",
      scope = ScopeType.INHERIT,
      description = "The form of answers and errors; default: text.")
  @Nullable String output;

  @Option(
      names = "--actor",
      paramLabel = "WHO",
      scope = ScopeType.INHERIT,
      description =
          "The actor, for versions and ledgers, or sts:caller for the ARN that AWS sees; default: the CI service's user, else that of this machine.")
  @Nullable String actor;

  @Option(
      names = "--sign-key",
      paramLabel = "FILE|kms:KEY",
      scope = ScopeType.INHERIT,
      description =
          "The private key that signs what is published and moved, a file or a key of AWS KMS; see versioned key generate.")
  @Nullable String signKey;

  @Option(
      names = "--trust",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description =
          "Use only versions that are signed: by the public keys in FILE, or as the policy in FILE demands.")
  @Nullable String trust;

  @Option(
      names = "--trust-root",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "The public key that has signed the policy of --trust; see versioned trust.")
  @Nullable String trustRoot;

  @Option(
      names = "--trust-serial",
      paramLabel = "NUMBER",
      scope = ScopeType.INHERIT,
      description = "The lowest serial number of the policy of --trust that is accepted.")
  @Nullable String trustSerial;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description =
          "A YAML or JSON file with any of these options; default: .versioned.yaml here and in the home folder.")
  @Nullable String config;

  @Option(
      names = "--context",
      paramLabel = "NAME",
      scope = ScopeType.INHERIT,
      description =
          "A context of ~/.config/versioned/config, which has bucket, table and other of these options.")
  @Nullable String context;

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Show stack traces, and log retries.")
  boolean debug;
}
