package dev.versioned.cli;

import dev.versioned.s3dynamo.admin.DoctorReport;
import picocli.CommandLine.Command;

/** Checks that bucket and table behave as the library needs. */
@Command(
    name = "doctor",
    description = {
      "Check that bucket and table behave as the library needs: conditional writes, races, checksums,"
          + " consistency, permissions. Writes scratch objects and items, and removes them.",
      "PASS: as needed. WARN: differs from AWS, but the library guards against it. FAIL: a promise cannot"
          + " be kept (exit code 1). SKIP: could not be checked."
    },
    footer = {"", "Examples:", "  versioned doctor", "  versioned doctor --output json"})
final class DoctorCommand extends ToolCommand {
  @Override
  ExitCode run(Session session) {
    DoctorReport report = session.doctor().run();
    session.print(
        Answer.of(
            Fields.of(
                "healthy",
                report.isHealthy(),
                "checks",
                report.checks().stream()
                    .map(
                        c ->
                            Fields.of(
                                "check",
                                c.name(),
                                "verdict",
                                c.verdict(),
                                "found",
                                Wording.ofCommand(c.found()),
                                "remedy",
                                Wording.ofCommand(c.remedy())))
                    .toList()),
            () -> report.checks().stream().map(c -> Wording.ofCommand(c.toString()))));
    return report.isHealthy() ? ExitCode.DONE : ExitCode.FAILED;
  }
}
