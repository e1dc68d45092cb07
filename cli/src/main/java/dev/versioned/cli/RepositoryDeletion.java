package dev.versioned.cli;

import dev.versioned.s3dynamo.admin.S3DynamoTeardown;
import dev.versioned.s3dynamo.admin.TeardownReport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The repository as a whole. */
@Command(
    name = "repository",
    description = "Delete a whole repository.",
    subcommands = RepositoryDeletion.Delete.class,
    footer = {"", "Examples:", "  versioned repository delete --dry-run"})
final class RepositoryDeletion {
  private RepositoryDeletion() {}

  /** See the command's description. */
  @Command(
      name = "delete",
      description = {
        "Delete all artifacts, with all versions, aliases and ledgers. Nothing of it can be undone,",
        "but a versioned bucket keeps deleted bytes for a time. Stop what uses the repository first.",
        "What others wrote stays, and so does the bucket."
      },
      footer = {
        "",
        "Examples:",
        "  versioned repository delete --dry-run",
        "  versioned repository delete --confirm acme-artifacts --with-table"
      })
  static final class Delete extends ToolCommand {
    @Option(
        names = "--confirm",
        paramLabel = "TABLE",
        description = "Confirm with the name of the table, as --table has it.")
    @Nullable String confirmation;

    @Option(
        names = "--with-table",
        description = "Delete the table, too, unless it has items of others.")
    boolean withTable;

    @Option(names = "--dry-run", description = "Count what would be deleted; delete nothing.")
    boolean dryRun;

    @Override
    ExitCode run(Session session) {
      S3DynamoTeardown.Builder builder = session.teardown();
      S3DynamoTeardown teardown = (withTable ? builder.deleteTable() : builder).build();
      TeardownReport report = dryRun ? teardown.plan() : teardown.run(confirmed(session));
      session.print(
          Answer.of(
              Fields.of(
                  "dryRun",
                  dryRun,
                  "objects",
                  report.objects(),
                  "uploads",
                  report.uploads(),
                  "items",
                  report.items(),
                  "table",
                  report.table(),
                  "foreign",
                  report.foreign(),
                  "foreignCount",
                  report.foreignCount()),
              () ->
                  Stream.concat(
                      report.foreign().stream().map(one -> "kept, of others: " + one),
                      Stream.of(line(report)))));
      return ExitCode.DONE;
    }

    private String confirmed(Session session) {
      String name = session.settings().required("table");
      if (confirmation == null) {
        throw misused(
            "Cannot delete the repository: it is not confirmed; look with --dry-run at what would be"
                + " deleted, and add --confirm "
                + name);
      } else if (!confirmation.equals(name)) {
        throw misused(
            "Cannot delete the repository: --confirm is "
                + confirmation
                + ", and the table is "
                + name
                + "; nothing was deleted");
      }
      return confirmation;
    }

    private String line(TeardownReport report) {
      return (dryRun ? "would delete " : "deleted ")
          + CopyOptions.count(report.objects(), "object")
          + ", "
          + CopyOptions.count(report.uploads(), "incomplete upload")
          + ", "
          + CopyOptions.count(report.items(), "item")
          + (report.table() ? " and the table" : "")
          + (report.foreignCount() == 0 ? "" : "; kept " + report.foreignCount() + " of others");
    }
  }
}
