package dev.versioned.cli;

import dev.versioned.s3dynamo.admin.S3DynamoSetup;
import dev.versioned.s3dynamo.admin.SetupReport;
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
      description = "Leave the table unprotected from deletion, for tests.")
  boolean unprotected;

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
              + " it belongs to, stop everything that writes by that table, and add --yes");
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
}
