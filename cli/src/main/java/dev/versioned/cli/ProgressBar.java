package dev.versioned.cli;

import dev.versioned.model.TransferListener;
import dev.versioned.model.TransferProgress;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/**
 * Draws the progress of a transfer on one line of standard error, if a person watches; elsewhere it
 * prints a line every 30 seconds, so that a build's log shows that something moves.
 */
final class ProgressBar implements TransferListener, AutoCloseable {
  private static final int WIDTH = 30;

  private static final Duration EVERY = Duration.ofSeconds(30);

  private final Terminal terminal;
  private final PrintStream err;
  private final boolean silent;
  private volatile boolean drawn;
  private Duration next = EVERY;

  private ProgressBar(Terminal terminal, boolean silent) {
    this.terminal = terminal;
    this.err = terminal.err();
    this.silent = silent;
  }

  static ProgressBar of(Session session) {
    // In JSON standard error has an error's object, and nothing else.
    return new ProgressBar(session.terminal(), session.isJson());
  }

  @Override
  public void onProgress(TransferProgress progress) {
    if (silent) {
      return;
    }
    if (!terminal.interactive()) {
      printLine(progress);
    } else {
      drawn = true;
      // One write, so that no other output comes between.
      err.print("\r" + line(progress) + "\u001b[K");
      err.flush();
    }
  }

  private synchronized void printLine(TransferProgress progress) {
    if (progress.elapsed().compareTo(next) >= 0) {
      next = progress.elapsed().plus(EVERY);
      terminal.complain("progress: " + line(progress));
    }
  }

  static String line(TransferProgress progress) {
    String rate = bytes(progress.bytesPerSecond()) + "/s";
    if (progress.totalBytes().isEmpty()) {
      return bytes(progress.doneBytes()) + "  " + rate;
    }
    long total = progress.totalBytes().getAsLong();
    double share = total == 0 ? 1 : Math.min(1, (double) progress.doneBytes() / total);
    int full = (int) (share * WIDTH);
    String left = progress.remaining().map(ProgressBar::clock).orElse("-:--");
    return String.format(
        Locale.ROOT,
        "[%s%s] %3d %%  %s of %s  %s  %s",
        "#".repeat(full),
        " ".repeat(WIDTH - full),
        (int) (share * 100),
        bytes(progress.doneBytes()),
        bytes(total),
        rate,
        left);
  }

  private static String clock(Duration left) {
    return String.format(Locale.ROOT, "%d:%02d", left.toMinutes(), left.toSecondsPart());
  }

  private static String bytes(long count) {
    if (count < 1024) {
      return count + " B";
    }
    double shown = count;
    String unit = "B";
    for (String next : new String[] {"KiB", "MiB", "GiB", "TiB"}) {
      if (shown < 1024) {
        break;
      }
      shown /= 1024;
      unit = next;
    }
    return String.format(Locale.ROOT, "%.1f %s", shown, unit);
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
