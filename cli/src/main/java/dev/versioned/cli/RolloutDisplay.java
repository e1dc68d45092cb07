package dev.versioned.cli;

import dev.versioned.rollout.Rollout;
import dev.versioned.rollout.RolloutStatus;
import dev.versioned.rollout.TickResult;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * Shows a rollout while it is driven: on a terminal as one block that is drawn again at each tick,
 * elsewhere as a line for each tick that brings news, in JSON as such a line if wanted.
 */
final class RolloutDisplay {
  private static final int WIDTH = 30;

  private final Session session;
  private final boolean jsonLines;
  private final List<Object> news = new ArrayList<>();
  private String waited = "";
  private int drawn;

  RolloutDisplay(Session session, boolean jsonLines) {
    this.session = session;
    this.jsonLines = jsonLines;
  }

  /** The ticks that brought news, as JSON. */
  List<Object> news() {
    return news;
  }

  /** Shows a tick; elsewhere than on a terminal not one that waits for the same as the last. */
  void show(TickResult result) {
    boolean waits = result.outcome() == TickResult.Outcome.WAITED;
    String before = waited;
    waited = waits ? result.detail() : "";
    boolean isNews = !waits || (!result.detail().isEmpty() && !result.detail().equals(before));
    Terminal terminal = session.terminal();
    if (isNews) {
      news.add(RolloutCommand.fields(result));
    }
    if (session.isJson()) {
      if (isNews && jsonLines) {
        Json.writeLine(terminal.out(), RolloutCommand.fields(result));
      }
    } else if (terminal.interactive()) {
      drawn = terminal.draw(block(result), drawn);
    } else if (isNews) {
      terminal.say(line(result, now()));
    }
    terminal.out().flush();
  }

  /** Shows a line that is no tick; the block is drawn again below it. */
  void complain(String line) {
    drawn = 0;
    session.terminal().complain(line);
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS);
  }

  static String line(TickResult result, Instant now) {
    RolloutStatus status = result.status();
    return now
        + " "
        + result.outcome()
        + " "
        + status.alias().artifact()
        + ":"
        + status.alias().name()
        + " "
        + progress(status)
        + (result.detail().isEmpty() ? "" : " (" + result.detail() + ")");
  }

  private List<Row> block(TickResult result) {
    RolloutStatus status = result.status();
    Rollout rollout = status.rollout();
    int columns = Screen.columns(session.terminal()).orElse(80) - 1;
    int full = rollout.weight().basisPoints() * WIDTH / 10_000;
    String bar = "[" + "#".repeat(full) + " ".repeat(WIDTH - full) + "] ";
    String detail = result.detail().isEmpty() ? "" : ": " + result.detail();
    return List.of(
        Row.of(
            cut(
                status.alias().artifact()
                    + ":"
                    + status.alias().name()
                    + "  "
                    + rollout.from()
                    + " -> "
                    + rollout.plan().version()
                    + "  "
                    + rollout.plan().strategy(),
                columns),
            Style.BOLD),
        Row.of(cut(bar + progress(status), columns), RolloutTable.style(status)),
        Row.of(cut(now() + " " + result.outcome() + detail, columns)));
  }

  private static String cut(String line, int columns) {
    return TextWidth.cut(PrintedLine.of(line), columns);
  }

  /** How far it is, and what comes next. */
  private static String progress(RolloutStatus status) {
    Rollout rollout = status.rollout();
    String at =
        status.hasMovedSince()
            ? "alias serves " + status.alias().routing()
            : rollout.weight() + " to " + rollout.plan().version();
    String steps = ", step " + rollout.step() + " of " + rollout.plan().strategy().steps();
    return at + steps + next(rollout);
  }

  private static String next(Rollout rollout) {
    if (rollout.isAwaitingApproval()) {
      return ", waits for an approval";
    }
    String left = Human.duration(Duration.between(Instant.now(), rollout.dueAt()));
    return switch (rollout.state()) {
      case RUNNING -> ", next in " + left;
      case BAKING -> ", bakes for " + left;
      case PAUSED -> ", paused";
      case PROMOTED, ROLLED_BACK, SUPERSEDED -> ", " + rollout.state();
    };
  }
}
