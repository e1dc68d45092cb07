package dev.versioned.cli;

import dev.versioned.s3dynamo.admin.S3DynamoSetup;
import dev.versioned.s3dynamo.admin.SetupReport;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Creates bucket and table, or checks them. */
@Command(
    name = "init",
    description = {
      "Create bucket and table, and set them up. Correct settings stay untouched.",
      "A setting that the store refuses is reported as REFUSED, and the rest is set up (exit code 1)."
    },
    footer = {
      "",
      "Examples:",
      "  versioned init --bucket acme-artifacts --table acme-artifacts --region eu-west-1",
      "  versioned init --check",
      "  versioned init --take-over --yes --table acme-artifacts-restored"
    })
final class InitCommand extends ToolCommand {
  @Option(names = "--check", description = "Change nothing; exit 1 if anything would change.")
  boolean check;

  @Option(
      names = "--no-deletion-protection",
      description = "Leave table and bytes unprotected from deletion, for tests.")
  boolean unprotected;

  @Option(
      names = "--janitor",
      paramLabel = "ROLE_ARN",
      description = "Refuse the removal of versions by all but the role that runs gc.")
  @Nullable String janitor;

  @Option(
      names = "--kms-key",
      paramLabel = "KEY_ARN",
      description = "Encrypt the objects with this key of KMS.")
  @Nullable String kmsKey;

  @Option(
      names = "--noncurrent-days",
      paramLabel = "DAYS",
      description = "Keep deleted bytes for so many days; a new bucket: 90.")
  @Nullable Integer noncurrentDays;

  @Option(
      names = "--object-lock-days",
      paramLabel = "DAYS",
      description = "Lock object versions for so many days (Object Lock, governance mode).")
  @Nullable Integer objectLockDays;

  @Option(
      names = "--take-over",
      description = {
        "Bind bucket and prefix to this table even if they belong to another one: for a table that",
        "was restored. Stop everything that writes by the other table first. Needs --yes."
      })
  boolean takeOver;

  @Option(names = "--yes", description = "Confirm --take-over.")
  boolean confirmed;

  @Override
  ExitCode run(Session session) {
    if (takeOver && !confirmed && !check) {
      throw misused(
          "Cannot take the place over: it is not confirmed; look with 'init --check' at which table"
              + " it belongs to, stop everything that writes by that table, copy the versions that"
              + " only that table knows, which gc removes afterwards, and add --yes");
    } else if (confirmed && !takeOver) {
      throw misused("Cannot confirm: --yes belongs to --take-over");
    }
    S3DynamoSetup.Builder builder =
        session
            .setup()
            .deletionProtection(
                unprotected
                    ? S3DynamoSetup.DeletionProtection.OFF
                    : S3DynamoSetup.DeletionProtection.ON);
    chosen(builder);
    S3DynamoSetup setup = (takeOver ? builder.takeOver() : builder).build();
    SetupReport report = check ? setup.check() : setup.apply();
    session.print(
        Answer.of(
            Fields.of(
                "good",
                report.isGood(),
                "findings",
                report.findings().stream()
                    .map(
                        f ->
                            Fields.of(
                                "what",
                                f.what(),
                                "outcome",
                                f.outcome(),
                                "note",
                                Wording.ofCommand(f.note())))
                    .toList()),
            () -> report.findings().stream().map(f -> Wording.ofCommand(f.toString()))));
    return report.isGood() ? ExitCode.DONE : ExitCode.FAILED;
  }

  private void chosen(S3DynamoSetup.Builder builder) {
    if (janitor != null) {
      builder.janitor(janitor);
    }
    if (kmsKey != null) {
      builder.kmsKey(kmsKey);
    }
    try {
      if (noncurrentDays != null) {
        builder.noncurrentVersionExpiration(Duration.ofDays(noncurrentDays));
      }
      if (objectLockDays != null) {
        builder.objectLock(Duration.ofDays(objectLockDays));
      }
    } catch (IllegalArgumentException e) {
      throw misused(String.valueOf(e.getMessage()));
    }
  }
}
