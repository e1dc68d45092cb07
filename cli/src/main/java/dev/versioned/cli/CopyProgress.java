package dev.versioned.cli;

import dev.versioned.maintenance.CopyReport;
import java.io.PrintStream;

/** Shows how far a copy has come, on one line of standard error, if a person watches. */
final class CopyProgress implements AutoCloseable {
  private static final long PAUSE_NANOS = 100_000_000;

  private final PrintStream err;
  private final boolean shown;
  private volatile long drawnAt;
  private volatile boolean drawn;

  private CopyProgress(PrintStream err, boolean shown) {
    this.err = err;
    this.shown = shown;
  }

  static CopyProgress of(Session session) {
    return new CopyProgress(
        session.terminal().err(), session.terminal().interactive() && !session.isJson());
  }

  void show(CopyReport report) {
    long now = System.nanoTime();
    if (shown && (!drawn || now - drawnAt > PAUSE_NANOS)) {
      drawn = true;
      drawnAt = now;
      // One write, so that no other output comes between.
      err.print("\r" + line(report) + "\u001b[K");
      err.flush();
    }
  }

  static String line(CopyReport report) {
    return report.artifacts()
        + " artifacts complete, "
        + (report.versions() + report.versionsSkipped())
        + " versions, "
        + report.bytes()
        + " bytes copied";
  }

  /** Leaves the line to what comes next. */
  @Override
  public void close() {
    if (drawn) {
      err.print("\r\u001b[K");
      err.flush();
    }
  }
}
